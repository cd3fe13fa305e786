/**
 * Decodes ids one by one. A character of several bytes may lie across tokens: until it is whole its
 * bytes decode to U+FFFD, so up to three of those at the end are held back (the most that one
 * unfinished character of four bytes can give).
 */
export interface TextStream {
  /** The text that this token completes; often empty. */
  push(id: number): string;
  /** What was held back: a character that never became whole. */
  end(): string;
}

/** Ids decoded together at most when none of them ends a character: only garbage is that long. */
const maxHeld = 256;

export function textStream(decode: (ids: readonly number[]) => string): TextStream {
  // Decoding starts at an earlier id whose text is known, because a decoder may treat the first id
  // of a text in a way of its own (a leading space dropped).
  let window: number[] = [];
  let given = '';
  return {
    push(id) {
      window.push(id);
      const text = decode(window);
      const whole = window.length >= maxHeld || !text.endsWith('\ufffd');
      const upTo = whole ? text.length : text.length - heldBack(text);
      const fresh = text.slice(given.length, upTo);
      given += fresh;
      if (whole) {
        window = [id];
        given = decode(window);
      }
      return fresh;
    },
    end() {
      return decode(window).slice(given.length);
    },
  };
}

function heldBack(text: string): number {
  let held = 0;
  while (held < 3 && text[text.length - 1 - held] === '\ufffd') held++;
  return held;
}
