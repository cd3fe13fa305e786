/** Which letters of a multiple choice a text asserts. Input is plain text (plain.ts). */
export type Asserted =
  | {
      readonly status: 'letters';
      readonly letters: readonly string[];
      /** What stood behind a letter that opens the text: `B. some text`. */
      readonly rest?: string;
    }
  | { readonly status: 'ambiguous'; readonly message: string }
  | { readonly status: 'none' };

const none: Asserted = { status: 'none' };
const ambiguous = (message: string): Asserted => ({ status: 'ambiguous', message });

const wrapped = String.raw`["'([{*\s]{0,6}`;
const end = String.raw`["')\]}*\s]{0,6}`;
const alone = new RegExp(`^${wrapped}([A-Za-z])${end}[.,:;!]?${end}$`);
const withText =
  /^["'*\s]{0,6}(?:\(([A-Za-z])\)|\[([A-Za-z])\]|([A-Z])(?=["'*\s]{0,6}[.):：-])|([a-z])(?=\)))["'*\s]{0,6}[.):：,-]?["'*\s]{0,6}(\S[\s\S]*)$/;
const list =
  /^[("'[\s]*[A-Za-z](?:[)\]"'\s]*(?:[,;/|&+\s]|and|or)[("'[\s]*[A-Za-z](?![A-Za-z]))+[)\]"'\s.]*$/;
const run = /^[("'[\s]*([A-Z]{2,26})[)\]"'\s.]*$/;
const optional =
  /^(?:the\s)?(?:correct\s|right\s|best\s|final\s)?(?:option|choice|answer|ans\.?|letter)s?\s{1,3}(?:is\s|are\s|[:-]\s?)?/i;
const negated = /(?:^|[^a-z])(?:not|isn't|is not|neither|nor|except|cannot be|can't be)\s{0,3}$/i;
const alternative = /\b(?:or|either|maybe|perhaps|possibly|both|and\/or)\b/i;

/** Phrases that assert a letter in running text; each captures it. */
const phrases: readonly RegExp[] = [
  /\b(?:answer|option|choice|letter|solution)s?\s{1,3}(?:is|are|would be|must be|should be|has to be)\s{0,3}:?\s{0,3}(?:option|choice|letter)?\s{0,3}\(?([A-Z])\)?(?![A-Za-z'])/gi,
  /\b(?:choose|pick|select|chose|picked|selected|go with|going with|choosing)\s{1,3}(?:the\s)?(?:option|choice|letter|answer)?\s{0,3}\(?([A-Z])\)?(?![A-Za-z'])/gi,
  /\b(?:option|choice|letter|answer)\s{1,3}\(?([A-Z])\)?\s{1,3}(?:is|seems)\s(?:the\s)?(?:correct|right|best|true)/gi,
  /(?<![A-Za-z'])\(?([A-Z])\)?\s{1,3}(?:is|must be)\s(?:the\s)?(?:correct|right|best|answer)/g,
  /\b(?:it|this)\s(?:is|must be)\s{1,3}\(?([A-Z])\)?(?=[\s.,;!)]{0,3}$)/g,
  /\b(?:option|choice|letter)\s{0,3}:\s{0,3}\(?([A-Z])\)?(?![A-Za-z'])/gi,
  /\b(?:hence|thus|so|therefore)[,:]?\s{1,3}\(?([A-Z])\)?(?=[\s.!)]{0,3}$)/gi,
  /选(?:择|项)?\s{0,3}(?:是\s{0,3})?\(?([A-Z])(?![A-Za-z])/g,
];

/**
 * @param known the letters of the choices; empty when they are not given
 * @param asked the text is what followed a box, a tag or "Answer:", so it begins with its claim
 */
export function assertedLetters(
  text: string,
  known: ReadonlySet<string>,
  asked: boolean,
): Asserted {
  const bare = text.replace(optional, '');
  const single = alone.exec(bare)?.[1];
  if (single !== undefined) return { status: 'letters', letters: [single.toUpperCase()] };
  if (
    bare.length <= 120 &&
    list.test(bare) &&
    lettersIn(bare).every((c) => known.size === 0 || known.has(c))
  ) {
    return several(bare);
  }
  const word = run.exec(bare)?.[1];
  if (word !== undefined && [...word].every((c) => (known.size === 0 ? c <= 'J' : known.has(c)))) {
    return lettersOf([...word]);
  }
  const lead = withText.exec(bare);
  if (lead) {
    const letter = (lead[1] ?? lead[2] ?? lead[3] ?? lead[4] ?? '').toUpperCase();
    const rest = lead[5] as string;
    if (denied.test(rest)) return none;
    if (secondClaim(rest, letter, known))
      return ambiguous('Expected one letter, got another behind it');
    return { status: 'letters', letters: [letter], rest };
  }
  if (asked) {
    const first = leading(bare, known);
    if (first) return first;
  }
  return inPhrases(text);
}

/** What stands behind a letter takes it back: `(B) is wrong`. */
const denied =
  /^(?:(?:is|was|seems|would be)\s(?:\w{1,12}ly\s)?(?:not|wrong|incorrect|false|impossible)\b|(?:isn't|cannot|can't)\b|(?:not|no|wrong|incorrect|false)[\s.!]*$)/i;

/** Behind "Answer:": a letter, then words. `C because …` asserts C; `A or B` asserts neither. */
function leading(text: string, known: ReadonlySet<string>): Asserted | null {
  const found = /^["'([*\s]{0,6}([A-Z])["')\]*]{0,4}(?=[\s.,;:!]|$)/.exec(text);
  const letter = found?.[1];
  if (!found || letter === undefined || (known.size > 0 && !known.has(letter))) return null;
  const rest = text.slice(found[0].length);
  if (denied.test(rest.trimStart())) return none;
  // "A" may be the article of a sentence; a claim is followed by a mark or a reason.
  if (!/^\s*(?:[.,;:!]|because|since|as\b|\(|is\b|$)/i.test(rest)) {
    return alternative.test(rest.slice(0, 12))
      ? ambiguous('Expected one letter, got an alternative')
      : null;
  }
  if (secondClaim(rest, letter, known))
    return ambiguous('Expected one letter, got another behind it');
  return { status: 'letters', letters: [letter] };
}

/** Offers of another letter, and the next label of a list of options. */
const offered = [
  /(?<![A-Za-z])\(?([A-Z])(?:\)|[.:](?=\s))/g,
  /\b(?:or|maybe|perhaps|possibly|could be|might be|may be)\b[^A-Z]{0,20}([A-Z])(?=[)"'.,;:!?\s]|$)/g,
  /[/,]\s{0,3}["'(]?([A-Z])(?=[)"'.,;:!?\s]|$)/g,
  /^[)\s]{0,3}(?:and|&)\s{1,3}["'(]?([A-Z])(?=[)"'.,;:!?\s]|$)/g,
];

/** Does the text behind a letter offer another one? */
function secondClaim(rest: string, letter: string, known: ReadonlySet<string>): boolean {
  const isOther = (other: string): boolean =>
    other !== letter && (known.size === 0 ? /[B-HJ]/.test(other) : known.has(other));
  const near = rest.slice(0, 400);
  return offered.some((pattern) =>
    [...near.matchAll(pattern)].some((found) => isOther(found[1] as string)),
  );
}

function several(text: string): Asserted {
  if (/\bor\b|[/|]/.test(text)) return ambiguous('Expected an answer, got a choice of letters');
  return lettersOf(lettersIn(text));
}

const lettersIn = (text: string): string[] =>
  text
    .replace(/\b(?:and|or)\b/g, ' ')
    .match(/[A-Za-z]/g)
    ?.map((c) => c.toUpperCase()) ?? [];

function lettersOf(found: readonly string[]): Asserted {
  const letters = [...new Set(found.map((letter) => letter.toUpperCase()))].sort();
  return letters.length === found.length
    ? { status: 'letters', letters }
    : ambiguous('Expected each letter once');
}

/** The last sentence that asserts something decides; it must assert one letter. */
function inPhrases(text: string): Asserted {
  let latest = -1;
  const claims: { readonly at: number; readonly letter: string; readonly end: number }[] = [];
  for (const phrase of phrases) {
    for (const found of text.matchAll(phrase)) {
      const letter = found[1] as string;
      const at = found.index + found[0].lastIndexOf(letter);
      if (letter !== letter.toUpperCase() || negated.test(text.slice(Math.max(0, at - 14), at)))
        continue;
      if (/^\s{1,3}(?:good|reason|possible|more|correct)\b/.test(text.slice(at + 1, at + 12)))
        continue;
      claims.push({ at, letter, end: found.index + found[0].length });
      latest = Math.max(latest, at);
    }
  }
  if (latest < 0) return none;
  const sentence = sentenceStart(text, latest);
  const letters = new Set(claims.filter((c) => c.at >= sentence).map((c) => c.letter));
  const behind = text.slice(latest + 1, latest + 40);
  const other = /^["')\]*\s]{0,4}(?:or|and|\/|,)\s{0,3}["'(]?([A-Z])(?![A-Za-z])/.exec(behind)?.[1];
  if (letters.size > 1 || (other !== undefined && !letters.has(other))) {
    return ambiguous('Expected one letter, got several');
  }
  return { status: 'letters', letters: [...letters] };
}

function sentenceStart(text: string, at: number): number {
  const before = text.slice(0, at);
  return Math.max(before.lastIndexOf('. '), before.lastIndexOf('\n'), before.lastIndexOf('! ')) + 1;
}
