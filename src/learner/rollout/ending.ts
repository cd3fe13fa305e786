/** When a response is over: an end token, a stop string (kept in the text), or no more room. */
import type { Tokenizer } from '../tokenizer/tokenizer.ts';

export type End = 'eos' | 'stop' | 'length';

export interface Endings {
  /** Any of these ends a response. */
  readonly eos: readonly number[];
  readonly stop: readonly string[];
}

export interface Ending {
  /** What this token ends; null: the response goes on. */
  push(token: number): Exclude<End, 'length'> | null;
  /** The text so far, special tokens left out. */
  text(): string;
}

export function watchEnding(tokenizer: Tokenizer, { eos, stop }: Endings): Ending {
  const stream = tokenizer.stream();
  const longest = stop.reduce((most, text) => Math.max(most, text.length), 0);
  let text = '';
  let ended = false;
  return {
    push(token) {
      if (eos.includes(token)) return 'eos';
      const fresh = stream.push(token);
      if (fresh === '') return null;
      // A stop string may have begun in what came before.
      const from = Math.max(0, text.length - longest + 1);
      text += fresh;
      return stop.some((wanted) => text.includes(wanted, from)) ? 'stop' : null;
    },
    text() {
      if (!ended) text += stream.end();
      ended = true;
      return text;
    },
  };
}
