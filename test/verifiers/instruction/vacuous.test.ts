/** Edge texts that say nothing earn nothing from any instruction, under the default options. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { instruction } from '../../../verifiers/instruction/index.ts';
import {
  InstructionOptions,
  InstructionReference,
} from '../../../verifiers/instruction/reference.ts';
import { instructions } from '../../../verifiers/instruction/table.ts';

const plain = ['', ' ', '\n', '\n\n', '\t', '.', ',', '!', '?', '...', '1', '1.', '1)', '0', '-1'];
const letters = ['a', 'A', 'I', 'é', 'ß', 'İ', 'あ', '字'];
const markup = [
  '#',
  '# ',
  '*',
  '* ',
  '**',
  '***',
  '******',
  '-',
  '- ',
  '---',
  '>',
  '`',
  '```',
  '|',
];
const brackets = ['"', '""', "'", '()', '[]', '[ ]', '{}', '<>', '<<>>', '<<a>>', '((((()))))'];
const data = ['null', 'true', 'NaN', '[null]', '{"a":1}', '```json\n{}\n```', 'a,b', '1,2', '\\'];
const invisible = ['\0', '\x85', '\xa0', '\xad', '\u200b', '\u200d', '\u2028', '\u3000', '\ufeff'];
const emoji = ['😀', '👍🏽', '👨‍👩‍👧', '❤️', '🇬🇧', '\ud800', '\udc00'];
const edges = [plain, letters, markup, brackets, data, invisible, emoji].flat();

function reward(response: string, id: string, kwargs: Readonly<Record<string, unknown>>) {
  const verdict = instruction.score({
    response,
    prompt: undefined,
    reference: InstructionReference.parse({ instruction_id_list: [id], kwargs: [kwargs] }),
    options: InstructionOptions.parse({}),
  });
  assert.ok(verdict.status === 'scored');
  return verdict.reward;
}

describe('edge texts earn nothing', () => {
  for (const { id, example } of instructions.values()) {
    test(id, () => {
      const paid = edges.filter((text) => reward(text, id, example.kwargs) !== 0);
      assert.deepEqual(paid, []);
    });
  }
});
