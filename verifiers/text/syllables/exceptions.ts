/**
 * Frequent English words whose syllables are not what the rule of count.ts makes them, by number. The
 * numbers are those of syllapy (MIT), with which the published labels are made.
 */
const byNumber: Readonly<Record<number, string>> = {
  1: `
    acres added aged ages armed asked based bigger biggest bombing bones bytes cached called
    caused centres changed changing charged checked closed closely clothes comes dancing dining
    drives dropped earned failed faster filed files filled firmly fixed forced formed framed
    frames funding games genes getting gives giving gloves grabbed grades greatest guides harder
    having helped higher highest holes homes james joined jokes jones killed lakes larger largest
    launched leaves liked lines linked lived lives logged longer looked loved loves makes marked
    melted miles missed mixed modes moved moves named names nearer nearest nodded nodes notes ones
    owned passed phones picked placed planned plates pleased priced printed quotes raised rates
    reached roles roughly rubbed rules safely sales saved scared scenes scores screeched sealed
    seemed served serves shared shares shaved shinning shipped shooting showed sides signed sites
    sized skilled slightly slipped smaller smallest softly specials spending stared starting
    states stepped stones stopped stored stores styles suites takes tales testing themes tightly
    times tired tones tracked trading trained treated turned types used using viewed votes voting
    wales waves worked wrapped writes
  `,
  2: `
    achieved acquired addressed advanced alleged announced approved argue arrived assumed attached
    balanced baltimore barely basement being believed believes buying careful charlie coffee
    combined compared compiled completely composed concerned confirmed contained controlled
    convened convinced cookie covered create cruel declared defender defined derived described
    designed desired detailed dial diet discussed doing dual dying elsewhere engaged enhanced
    equipped evening every exclaimed existing exposed fastened featured finished fireplace
    firewall flying focused fuel giant going grateful guideline happened homeland homeless
    homework household housewares improved increased induced informed inspired
    installed investor involved involvement issue jacksonville lately lifestyle lifetime likely
    likewise lion listener lonely lovely lying managed measured merely movement noticed observed
    obtained occurred opened openly opposed ordered partially paying peaceful perceived performer
    pictured placement playing poem poems poet powered precisely preferred prepared privately
    produced progressed promised proposed purchased quiet rarely react real received redeemed
    reduced referred refused released removed replaced reporting required rescue researcher
    reserved retailer retired revised riot routinely saying scheduled science secured seeing
    severely shareware sidewalk skiing solely someday somehow something sometime sometimes
    somewhat somewhere statement statements statue supposed supposedly surely surprised thereby
    therefore tissue trial trying useful value venue via virtue whispered wholesale widely
    widespread wireless
  `,
  3: `
    achievement actual adobe announcement annual anyone area arrangement audience audio austria
    avenue barrier belgium carrier casual champion continue created creating creation creative
    creator curious diagram dialogue diary diego employee employees enforcement engagement
    entirely everyday everything everywhere excitement extremely graduate guardian hawaii
    idea ideal ideas improvement india indian influence iowa korea korean likelihood linear
    lingerie management manual maria media median medium miami museum mutual nonetheless nuclear
    obvious ohio period piano pioneer poetry previous radio reaction really recipe replacement
    requirement requirements retirement revenue ritual scientist scientists serious sierra sodium
    soviet stadium stereo studio studios suicide theater theory triangle usual various video
    vietnam violate violence violent virtual visual warrior whoever
  `,
  4: `
    advertisement affiliate anxiety appreciate associate aviation bacteria biography biology
    colonial columbia cooperate coordinate criteria evaluate experience february geography
    graduation historian influential initiate interior january material materials
    memorial mysterious negotiate ontario portfolio radiation recipient romania
    scenario situation society spiritual superior theology tutorial unusual valuable variable
    variation variety victoria virtually voip
  `,
  5: `
    appreciation association bibliography biological cooperation coordinator creativity
    curiosity editorial evaluation eventually experiences individual individuals initiative
    intellectual louisiana miscellaneous multimedia negotiation theological theoretical
    undergraduate
  `,
  6: `
    encyclopedia memorabilia reconciliation reliability
  `,
};

/** Word → syllables. */
export const exceptions: ReadonlyMap<string, number> = new Map(
  Object.entries(byNumber).flatMap(([number, words]) =>
    words
      .trim()
      .split(/\s+/)
      .map((word) => [word, Number(number)] as const),
  ),
);
