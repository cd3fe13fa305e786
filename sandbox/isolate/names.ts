/** The names in a text of JavaScript, without a parser: words that may stand for something. */

const word = /[\p{ID_Start}$_][\p{ID_Continue}$]*/gu;
const maxWords = 2_000;
/** Words that are no names; `typeof` of them does not compile. */
const reserved = new Set(
  (
    'break case catch class const continue debugger default delete do else enum export extends ' +
    'false finally for function if implements import in instanceof interface let new null package ' +
    'private protected public return static super switch this throw true try typeof var void while ' +
    'with yield await'
  ).split(' '),
);
/** An expression for what a name stands for. It may be in its dead zone. */
export const seen = (name: string) =>
  `(() => { try { return typeof ${name} === 'undefined' ? undefined : ${name}; } catch { return undefined; } })()`;

/** Every word of the text that can be a name, once. */
export function namesIn(text: string): string[] {
  const words = [...new Set(text.match(word) ?? [])].slice(0, maxWords);
  return words.filter((one) => !reserved.has(one));
}
