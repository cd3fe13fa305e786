/** Streams of prompts go on exactly where a checkpoint left them. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { reportReward, topLevel } from '../../../datasets/curriculum.ts';
import { createCurriculum } from '../../../datasets/index.ts';
import { Data, EvaluationSet } from '../../../src/learner/config/data.ts';
import { evaluationPrompts } from '../../../src/learner/data/evaluation.ts';
import {
  type CursorState,
  openStream,
  type PromptStream,
} from '../../../src/learner/data/stream.ts';
import { promptIds } from '../../../src/learner/data/text.ts';
import { characterTokenizer } from '../../../src/learner/tokenizer/characters.ts';
import { folder, put } from '../checkpoint/files.ts';

const rows = Array.from({ length: 5 }, (_, i) => {
  return { id: `r${i}`, verifier: 'math', prompt: `q${i}`, reference: { answer: `${i}` } };
});
const jsonl = (list: readonly unknown[]) => list.map((row) => JSON.stringify(row)).join('\n');
const open = (data: unknown, base: string, from?: CursorState) =>
  openStream(Data.parse(data), { base, kind: 'judged', ...(from && { from }) });
const take = (stream: PromptStream, count: number) =>
  Array.from({ length: count }, () => stream.next());
const ids = (stream: PromptStream, count: number) => take(stream, count).map(({ id }) => id);

const mixed = {
  seed: 3,
  mix: [
    { file: 'rows.jsonl', weight: 2 },
    { puzzle: 'countdown', curriculum: { window: 4, raise: 0.5, lower: 0.1 } },
  ],
};

describe('a stream of prompts', () => {
  it('goes on from any of its states, levels included', async () => {
    await using made = await folder();
    await put(made.dir, 'rows.jsonl', jsonl(rows));
    const whole = await open(mixed, made.dir);
    const states: string[] = [];
    const drawn: unknown[] = [];
    for (let i = 0; i < 40; i++) {
      states.push(JSON.stringify(whole.state));
      const prompt = whole.next();
      drawn.push(prompt);
      whole.report(prompt.source, [1, null, i % 3 === 0 ? 0 : 1]);
    }
    assert.ok(
      Object.values(whole.levels).some((level) => level > 0),
      'the level rose',
    );
    for (const at of [0, 1, 17, 39]) {
      const again = await open(mixed, made.dir, JSON.parse(states[at] ?? '') as CursorState);
      assert.deepEqual(again.next(), drawn[at]);
    }
  });

  it('goes through a file in a new order each time, leaving nothing out', async () => {
    await using made = await folder();
    await put(made.dir, 'rows.jsonl', jsonl(rows));
    const all = rows.map(({ id }) => id);
    const shuffled = await open({ mix: [{ file: 'rows.jsonl' }] }, made.dir);
    const [first, second] = [ids(shuffled, 5), ids(shuffled, 5)];
    assert.deepEqual([first.toSorted(), second.toSorted()], [all, all]);
    assert.notDeepEqual(first, second);
    const plain = await open({ mix: [{ file: 'rows.jsonl', shuffle: false }] }, made.dir);
    assert.deepEqual(ids(plain, 7), [...all, 'r0', 'r1']);
  });

  it('draws each part as often as its weight says, and goes on with it in another mix', async () => {
    await using made = await folder();
    await put(made.dir, 'rows.jsonl', jsonl(rows));
    const stream = await open(mixed, made.dir);
    const files = take(stream, 300).filter(({ source }) => source.startsWith('file')).length;
    assert.ok(files > 160 && files < 240, `${files} of 300`);
    const drawn = stream.state.parts['file rows.jsonl']?.drawn ?? 0;
    const alone = { seed: 3, mix: [{ file: 'rows.jsonl', shuffle: false }] };
    const other = await open(alone, made.dir, stream.state);
    assert.equal(other.next().id, `r${drawn % 5}`);
    assert.ok('puzzle countdown' in other.state.parts, 'what left the mix is not forgotten');
  });

  it('tells what is wrong with a file, by its row', async () => {
    await using made = await folder();
    const cases: readonly (readonly [string, RegExp])[] = [
      ['', /rows\.jsonl.*an empty/],
      ['{', /row 1: invalid_json: /],
      [jsonl([rows[0], 3]), /row 2 to be an object, got number 3/],
      [jsonl([{ verifier: 'math' }]), /a row with a prompt/],
      [
        jsonl([{ prompt: 'q', verifier: 'maths' }]),
        /a row with a verifier, got the string "maths"/,
      ],
    ];
    for (const [text, message] of cases) {
      await put(made.dir, 'rows.jsonl', text);
      await assert.rejects(open(mixed, made.dir), { code: 'config_invalid', message });
    }
    await assert.rejects(
      open({ mix: [{ file: 'none.jsonl' }] }, made.dir),
      /none\.jsonl.*unreadable/,
    );
    await put(made.dir, 'rows.jsonl', jsonl([{ prompt: 'q' }]));
    const answered = openStream(Data.parse(mixed), { base: made.dir, kind: 'answered' });
    await assert.rejects(answered, /a row with a response/);
  });

  it('refuses what the task does not have before anything runs', async () => {
    const refused = (part: object) =>
      assert.rejects(open({ mix: [{ puzzle: 'sudoku', ...part }] }, '.'), {
        code: 'config_invalid',
        message: /^puzzle sudoku/,
      });
    await refused({ config: { no_such_field: 1 } });
    await refused({ config: { min_empty: 'many' } });
  });

  it('refuses a part that comes twice: they would share one place', async () => {
    const twice = { mix: [{ puzzle: 'sudoku' }, { puzzle: 'sudoku', weight: 2 }] };
    await assert.rejects(open(twice, '.'), { code: 'config_invalid', message: /each part once/ });
  });

  it('has the answers that are known, for demonstrations', async () => {
    const stream = await open({ mix: [{ puzzle: 'number_sorting' }] }, '.');
    assert.match(stream.next().answer ?? '', /^<answer>.+<\/answer>$/s);
  });
});

describe('the level of a puzzle', () => {
  it('is what the curriculum of datasets makes it', () => {
    const rule = { raise: 0.75, lower: 0.25, window: 4 };
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 0.5, 1), { maxLength: 200 }), (rewards) => {
        const course = createCurriculum({ task: 'sudoku', ...rule });
        let state = { level: 0, sum: 0, count: 0 };
        for (const reward of rewards) {
          course.report(reward);
          state = reportReward(state, reward, rule, topLevel('sudoku'));
        }
        assert.equal(state.level, course.level);
      }),
    );
  });
});

describe('an evaluation', () => {
  it('has the same prompts every time, and none of training', async () => {
    const set = EvaluationSet.parse({ name: 'held', puzzle: 'number_sorting', count: 20 });
    const prompts = await evaluationPrompts(set, { base: '.', template: undefined });
    assert.equal(prompts.length, 20);
    const again = await evaluationPrompts(set, { base: '.', template: undefined });
    assert.deepEqual(again, prompts);
    const stream = await open({ mix: [{ puzzle: 'number_sorting' }] }, '.');
    const asked = new Set(take(stream, 100).map(({ prompt }) => prompt));
    assert.ok(prompts.every(({ prompt }) => !asked.has(prompt)));
  });

  it('of a file ends with it', async () => {
    await using made = await folder();
    await put(made.dir, 'rows.jsonl', jsonl(rows));
    const set = EvaluationSet.parse({ name: 'held', file: 'rows.jsonl' });
    const prompts = await evaluationPrompts(set, { base: made.dir, template: undefined });
    assert.deepEqual(
      prompts.map(({ id }) => id),
      ['r0', 'r1', 'r2', 'r3', 'r4'],
    );
  });
});

describe('the ids of a prompt', () => {
  const tokenizer = characterTokenizer();
  const text = (prompt: unknown, format: 'chat' | 'raw', system?: string) => {
    const whole = { source: '', id: '', prompt, sample: {}, answer: null };
    const found = promptIds(tokenizer, whole, { format, system });
    return tokenizer.decode(found);
  };

  it('go through the chat template, with a system message where there is none', () => {
    assert.equal(text('hi', 'chat'), '<bos>hi\n');
    assert.equal(text('hi', 'chat', 'be brief'), '<bos>be brief\nhi\n');
    const messages = [
      { role: 'system', content: 'own' },
      { role: 'user', content: 'hi' },
    ];
    assert.equal(text(messages, 'chat', 'be brief'), '<bos>own\nhi\n');
    assert.equal(text('hi', 'raw'), 'hi');
  });
});
