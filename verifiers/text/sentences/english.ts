/**
 * English parameters for the splitter, written by hand for this project from general knowledge of
 * the language; NLTK's trained parameters are not copied. A splitter with them is therefore
 * approximate where NLTK's depends on what its corpus happened to hold.
 *
 * That corpus was newspapers: its model knows titles, months, places and companies, but not the
 * scholar's e.g., i.e., et al. and etc. (NLTK issues 2376 and 2543). Labels are made with it, so
 * those stay out here as well.
 */
import { type Parameters, seen } from './parameters.ts';

const list = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

const abbreviations = list(`
  adm brig capt cmdr col dr gen gov hon lt maj messrs mlle mme mr mrs ms mx pres prof rep reps rev
  sen sens sgt st supt esq jr sr ph.d m.d b.a m.a b.sc m.sc d.d.s
  jan feb mar apr aug sep sept oct nov dec mon tue tues wed thu thur thurs fri
  a.m p.m a.d b.c b.c.e c.e
  co corp inc ltd bros cos plc llc l.l.c l.p n.v s.a s.p.a a.g g.m.b.h
  ave blvd rd hwy mt ft
  u.s u.k u.n u.s.a u.s.s.r e.u d.c l.a n.y n.j n.h n.m n.c n.d s.c s.d r.i p.r w.va
  ala ariz ark calif colo conn del fla ga ill kan ky mass md mich minn miss mont neb nev okla
  pa tenn tex va vt wash wis wyo ont que
  vs v
  m.b.a c.e.o p.o ok
  c d e f g h j k l m n p r s t w z
`);

/** Words that begin many sentences. */
const starters = list(`
  the a an this that these those there here it its he she they we you his her their our my your
  but and or so yet nor however moreover furthermore meanwhile nevertheless therefore thus instead
  in on at by for from with without as if when while although though because since after before
  during under among some many most several another each both all no not one such what who why how
  where mr mrs ms dr
`);

/**
 * Everyday words that are written small inside a sentence: capital, they start one. Names of
 * months and days, titles and words common in names stay out.
 */
const everyday = list(`
  the a an this that these those there here it its itself he him his himself she her hers herself
  they them their theirs themselves we us our ours ourselves you your yours yourself my mine
  myself me who whom whose which what when where why how whether
  but and or so yet nor however moreover furthermore meanwhile nevertheless therefore thus hence
  instead also besides otherwise perhaps maybe indeed actually finally eventually suddenly
  then now later soon today tomorrow yesterday once twice again always never often sometimes
  usually rarely seldom recently currently previously ago still just only even almost already
  in on at by for from with without as if while although though because since after before
  during under among between through into onto upon over above below behind beside across along
  around against toward towards despite except until till unless of off out up down about per than
  some any many much most more less few fewer several another each every both all none no not one
  two three four five six seven eight nine ten other others such same own either neither
  is are was were be been being am do does did done doing have has had having can could will would
  shall should may might must let lets
  don't doesn't didn't isn't aren't wasn't weren't can't couldn't won't wouldn't shouldn't haven't
  hasn't hadn't it's he's she's that's there's what's who's they're we're you're i'm i've i'll
  they've we've you've let's
  yes please thanks thank hello hi ok okay well oh
  make makes made making take takes took taking get gets got getting give gives gave giving
  go goes went going come comes came coming see sees saw seeing look looks looked looking
  find finds found keep keeps kept say says said tell tells told ask asks asked think thinks thought
  know knows knew want wants wanted need needs needed use uses used using try tries tried trying
  work works worked working show shows showed start starts started call calls called put puts set
  sets run runs ran turn turns turned move moves moved live lives lived believe remember imagine
  consider note include includes included including write writes wrote written read reads
  first second third next last final another new old good bad great little big large small long
  short high low early late young important different possible available able sure clear
  people person man woman child children men women day days week weeks month months year years time
  times way ways thing things place places part parts case cases point points number numbers fact
  example question questions answer answers problem problems idea ideas reason result results
  something anything everything nothing someone anyone everyone nobody everybody
  additionally similarly likewise consequently accordingly ultimately overall generally
  specifically especially particularly unfortunately fortunately surprisingly interestingly
  according given whatever whoever whenever wherever together hope hopes wish beta
  b c d e f g h j k l m n o p q r s t u v w x y z
`);

/** Everyday words that are names as well: a capital says nothing. */
const names = list('go');

export const english: Parameters = {
  abbreviations: new Set(abbreviations),
  collocations: new Set(),
  starters: new Set(starters),
  orthography: new Map([
    ...everyday.map((word) => [word, seen.upperAtStart | seen.lowerInside] as const),
    ...names.map((word) => [word, seen.upperInside | seen.lowerInside] as const),
  ]),
};
