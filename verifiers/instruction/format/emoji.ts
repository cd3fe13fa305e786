import { strip, withoutPunctuation } from '../../text/python.ts';
import { splitSentences } from '../../text/sentences/split.ts';
import { defineInstruction } from '../define.ts';
import { none, plural, quote } from '../kwargs.ts';

export const emoji = defineInstruction({
  id: 'format:emoji',
  rule: 'Every sentence ends with an emoji, before or right after its final mark.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: 'The sun is out 🌞. Let us swim! 🏊',
    fails: 'The sun is out 🌞. Let us swim!',
  },
  check(text, _, { budget }) {
    const sentences = splitSentences(text, { budget }).map((sentence) =>
      strip(withoutPunctuation(sentence)),
    );
    const other = sentences.findIndex(
      (sentence, i) =>
        sentence === '' || !(endsWithEmoji(sentence) || startsWithEmoji(sentences[i + 1] ?? '')),
    );
    return other < 0
      ? { passed: true, reason: `${plural(sentences.length, 'sentence')}, each with an emoji` }
      : { passed: false, reason: `no emoji at the end of ${quote(sentences[other] as string)}` };
  },
});

/** The letters of flags and the keys (digits, #, *) are emoji only together with others. */
const single = /^(?!\p{Regional_Indicator}|\p{ASCII})\p{Emoji}$/u;

/** True when one of the last two characters is an emoji; the last may be a variation selector. */
function endsWithEmoji(text: string): boolean {
  return Array.from(text.slice(-4))
    .slice(-2)
    .some((character) => single.test(character));
}

function startsWithEmoji(text: string): boolean {
  return text !== '' && single.test(String.fromCodePoint(text.codePointAt(0) as number));
}
