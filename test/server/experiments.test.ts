/** reasoning-gym's server, as its client uses it: create, draw a batch, answer, read the scores. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { loadConfig } from '../../src/config.ts';
import { openServer, type RunningServer } from '../../src/server/index.ts';
import { get, post } from './harness.ts';

interface Entry {
  readonly question: string;
  readonly entry_id: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

let server: RunningServer;
before(async () => {
  const config = loadConfig({}, { port: 0, threads: 1, sandbox: 'lazy' });
  server = await openServer(config, { log: pino({ level: 'silent' }) });
});
after(() => server.close());

const at = (path: string) => `${server.url}/experiments${path}`;
const chain = {
  name: 'sums',
  size: 10,
  seed: 42,
  datasets: { chain_sum: { weight: 2, config: { min_terms: 2, max_terms: 2 } } },
};

/** The sum that the question asks for. */
function answerOf({ question }: Entry): string {
  const terms = /([\d+\- ]*\d)\s*=/.exec(question)?.[1] ?? '';
  let sum = 0;
  for (const [, sign, digits] of terms.matchAll(/([+-]?)\s*(\d+)/g)) {
    sum += (sign === '-' ? -1 : 1) * Number(digits);
  }
  return String(sum);
}

describe('experiments', () => {
  it('are made, listed and described', async () => {
    assert.deepEqual((await post(at(''), chain)).body, chain);
    assert.deepEqual((await get(at(''))).body, { experiments: ['sums'] });
    assert.deepEqual((await get(at('/sums/composite'))).body, chain);
    assert.deepEqual((await get(`${server.url}/health`)).body, { status: 'healthy' });
  });

  it('give entries by index and score answers by entry id, in any order', async () => {
    const { body } = await get(at('/sums/batch?base_index=3&batch_size=4'));
    const entries = body.entries as readonly Entry[];
    assert.deepEqual(
      entries.map(({ entry_id }) => entry_id),
      ['0.3', '0.4', '0.5', '0.6'],
    );
    assert.ok(entries.every(({ metadata }) => metadata.source_dataset === 'chain_sum'));
    const again = await get(at('/sums/batch?base_index=4&batch_size=1'));
    assert.deepEqual(again.body.entries[0], entries[1]);

    const answers = [...entries].reverse().map((entry, i) => ({
      entry_id: entry.entry_id,
      answer: i === 1 ? 'none of it' : answerOf(entry),
    }));
    const scored = await post(at('/sums/score'), { answers });
    assert.deepEqual(scored.body, {
      scores: [1, 0, 1, 1],
      entry_ids: ['0.6', '0.5', '0.4', '0.3'],
    });
  });

  it('keep the config an entry was drawn with when the config changes', async () => {
    const before = (await get(at('/sums/batch?base_index=0&batch_size=1'))).body.entries[0];
    const config = { min_terms: 5, max_terms: 5 };
    assert.deepEqual((await post(at('/sums/composite/chain_sum'), { config })).body, {
      status: 'updated',
    });
    const after = (await get(at('/sums/batch?base_index=0&batch_size=1'))).body.entries[0];
    assert.equal(after.entry_id, '1.0');
    assert.notEqual(after.question, before.question);
    const answers = [before, after].map((entry) => ({
      entry_id: entry.entry_id,
      answer: answerOf(entry),
    }));
    assert.deepEqual((await post(at('/sums/score'), { answers })).body.scores, [1, 1]);
  });

  it('mix data sets', async () => {
    const mixed = {
      ...chain,
      name: 'mixed',
      datasets: { chain_sum: { weight: 1 }, leg_counting: { weight: 1 } },
    };
    assert.equal((await post(at(''), mixed)).status, 200);
    const { body } = await get(at('/mixed/batch?base_index=0&batch_size=40'));
    const sources = (body.entries as readonly Entry[]).map(
      ({ metadata }) => metadata.source_dataset,
    );
    assert.deepEqual([...new Set(sources)].sort(), ['chain_sum', 'leg_counting']);
  });

  const refused: readonly (readonly [string, string, unknown, number])[] = [
    ['an unknown data set', '', { ...chain, datasets: { no_such_task: {} } }, 400],
    [
      'a config out of its bounds',
      '',
      { ...chain, datasets: { chain_sum: { config: { min_terms: -1 } } } },
      400,
    ],
    ['no data set', '', { ...chain, datasets: {} }, 400],
    ['an unknown experiment', '/none/score', { answers: [] }, 404],
    [
      'an id that no batch gave out',
      '/sums/score',
      { answers: [{ entry_id: '9.0', answer: '1' }] },
      400,
    ],
    [
      'an id of another form',
      '/sums/score',
      { answers: [{ entry_id: '__proto__', answer: '1' }] },
      400,
    ],
    ['an unknown data set of an experiment', '/sums/composite/__proto__', { config: {} }, 404],
  ];
  for (const [why, path, body, status] of refused) {
    it(`refuse ${why}`, async () => assert.equal((await post(at(path), body)).status, status));
  }
  it('refuse a batch that asks for too much', async () => {
    assert.equal((await get(at('/sums/batch?base_index=0&batch_size=100000'))).status, 400);
    assert.equal((await get(at('/sums/batch?base_index=x&batch_size=1'))).status, 400);
  });

  it('are deleted', async () => {
    const gone = await fetch(at('/sums'), { method: 'DELETE' });
    assert.equal(gone.status, 200);
    assert.equal((await get(at('/sums/composite'))).status, 404);
  });
});
