/** Random kwargs and responses for instructions: near what data sets hold, and far from it. */
import { instructions } from '../../verifiers/instruction/table.ts';
import type { Rng } from '../../verifiers/random.ts';

export interface InstructionCase {
  readonly id: string;
  readonly kwargs: Record<string, unknown>;
  readonly response: string;
}

const pieces = [
  'The river was calm. ', 'It rained!\n\n', 'Is it so? ', '* item one\n', '  - nested\n', '# Title\n', '<<Title>>\n', '***',
  '\n\n***\n\n', '******', '```json\n{"a": [1, NaN]}\n```', '"quoted, text" ', '(a [b {c}])', 'P.S. see you', '[address] ',
  '"a","b\n"\n1,2\r\n', 'ANNA kayak level ', '1. 2) 3.14 -5 ', '\u00a0\u2028\ufeff', 'ÀÉ ß İı ſ ', 'это текст ', '日本語の文。', '😀👩‍👩‍👧 ',
  'SECTION 3 ', 'my answer is yes.', '\t\v\f\r', '\ud800', 'a'.repeat(50), '- '.repeat(20), '((((((', '“curly” ‘quotes’', '*bold* **strong**',
]; // biome-ignore format: a list

const values: readonly unknown[] = [
  0, 1, 2, 5, 7.0, -1, 1.5, 1e9, Number.NaN, '', ' ', 'a', '#', 'river', 'C++', '(x', '[a-z]+', '(a+)+$', '\\b', 'at least',
  'less than', 'en', 'xx', null, true, [], ['a'], ['river', '(x'], [1], {}, 'x'.repeat(300),
]; // biome-ignore format: a list

const known = [...instructions.values()];

export function randomInstruction(rng: Rng): InstructionCase {
  const { id, example } = rng.choice(known);
  const kwargs: Record<string, unknown> = { ...example.kwargs };
  for (const key of Object.keys(kwargs)) {
    if (rng.random() < 0.3) kwargs[key] = rng.choice(values);
    else if (rng.random() < 0.05) delete kwargs[key];
  }
  if (rng.random() < 0.03) kwargs[rng.choice(['N', 'keyword', 'extra'])] = rng.choice(values);
  return { id, kwargs, response: randomResponse(rng, rng.choice([example.passes, example.fails])) };
}

function randomResponse(rng: Rng, near: string): string {
  const kind = rng.below(4);
  if (kind === 0) {
    const [at, cut] = [rng.below(near.length + 1), rng.below(6)];
    return near.slice(0, at) + rng.choice(pieces) + near.slice(at + cut);
  }
  if (kind === 1) {
    return Array.from({ length: rng.below(30) }, () => String.fromCharCode(rng.below(0x300))).join(
      '',
    );
  }
  return Array.from({ length: rng.below(12) }, () => rng.choice(pieces)).join('');
}
