/** The puzzle routes, with the real tasks. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { RunningServer } from '../../src/server/index.ts';
import { get, openTestServer, post } from './harness.ts';

/** Requests that are refused, and what the refusal says. */
const refused: readonly [object, RegExp][] = [
  [{}, /either `task` or `parts`/],
  [{ task: 'chess' }, /chess/],
  [{ task: 'countdown', count: 0 }, /count to be a number of at least 1/],
  [{ task: 'countdown', count: 1e9 }, /count to be a number of at most/],
  [{ task: 'countdown', seed: 1.5 }, /seed to be an integer/],
  [{ task: 'countdown', levels: 1 }, /Expected levels to be absent/],
  [{ task: 'countdown', config: { min_numbers: 'many' } }, /min_numbers/],
];

describe('the puzzle routes', () => {
  let server: RunningServer;
  before(async () => {
    server = await openTestServer();
  });
  after(() => server.close());

  it('lists the tasks', async () => {
    const { status, body } = await get(`${server.url}/v1/logic/tasks`);
    assert.equal(status, 200);
    assert.ok(body.tasks.some(({ task }: { task: string }) => task === 'countdown'));
  });

  it('makes the same puzzles from the same seed', async () => {
    const request = { task: 'countdown', count: 3, seed: 7 };
    const one = await post(`${server.url}/v1/logic/generate`, request);
    const other = await post(`${server.url}/v1/logic/generate`, request);
    assert.equal(one.status, 200);
    assert.equal(one.body.samples.length, 3);
    assert.deepEqual(one.body, other.body);
    assert.equal(one.body.samples[0].verifier, 'logic');
    assert.equal(one.body.samples[0].reference.task, 'countdown');
  });

  it('draws from several tasks, and from one split', async () => {
    const parts = [
      { task: 'countdown', weight: 2 },
      { task: 'sudoku', level: 1 },
    ];
    const request = { parts, count: 8, seed: 7, split: 'test' };
    const { status, body } = await post(`${server.url}/v1/logic/generate`, request);
    assert.equal(status, 200, JSON.stringify(body));
    const tasks = body.samples.map((s: { reference: { task: string } }) => s.reference.task);
    assert.deepEqual([...new Set(tasks)].sort(), ['countdown', 'sudoku']);
  });

  for (const [request, detail] of refused) {
    it(`refuses ${JSON.stringify(request)}`, async () => {
      const { status, body } = await post(`${server.url}/v1/logic/generate`, request);
      assert.deepEqual([status, body.code], [400, 'invalid_request']);
      assert.match(body.detail, detail);
    });
  }
});
