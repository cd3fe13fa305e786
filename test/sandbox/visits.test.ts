import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Case, defaultLimits } from '../../sandbox/contract.ts';
import { failed, type Job, runInVisits, type Visitor } from '../../sandbox/visits.ts';

const job = (count: number, totalMs = 1e9): Job => ({
  program: { language: 'python', source: '' },
  cases: Array.from({ length: count }, (): Case => ({ kind: 'call', fn: 'f', args: '["l"]' })),
  limits: { ...defaultLimits, totalMs },
});
const fine = { ...failed('ok', 1), exitCode: 0 };

test('the case in flight pays and the rest goes on', async () => {
  let visits = 0;
  const visit: Visitor = async ({ cases }, give) => {
    visits++;
    give(fine);
    return cases.length === 1
      ? { kind: 'done' }
      : { kind: 'ended', result: failed('time_limit', 5) };
  };
  const results = await runInVisits(visit, job(5));
  assert.deepEqual(
    results.map((r) => r.status),
    ['ok', 'time_limit', 'ok', 'time_limit', 'ok'],
  );
  assert.equal(visits, 3);
});

test('a program that dies in every case is not given an environment for each', async () => {
  let visits = 0;
  const results = await runInVisits(async () => {
    visits++;
    return { kind: 'ended', result: failed('runtime_error', 0) };
  }, job(10_000));
  assert.equal(results.length, 10_000);
  assert.ok(results.every((r) => r.status === 'runtime_error'));
  assert.ok(visits <= 50);
});

test('a case that ends its environment without a clear cause is tried once more', async () => {
  let visits = 0;
  const results = await runInVisits(async (_job, give) => {
    if (visits++ === 0) return { kind: 'ended', unsure: true, result: failed('memory_limit', 1) };
    give(fine);
    return { kind: 'done' };
  }, job(1));
  assert.deepEqual([visits, results[0]?.status], [2, 'ok']);
});

test('what never started is our fault after one retry', async () => {
  let visits = 0;
  const never: Visitor = async () => {
    visits++;
    return { kind: 'never_started', detail: 'no memory on this host' };
  };
  await assert.rejects(runInVisits(never, job(1)), { code: 'sandbox_unavailable' });
  assert.equal(visits, 2);
});

test('cases that the total time does not reach are time-outs', async () => {
  const results = await runInVisits(
    async (_job, give) => {
      give({ ...fine, ms: 60 });
      return { kind: 'done' };
    },
    job(4, 100),
  );
  assert.deepEqual(
    results.map((r) => r.status),
    ['ok', 'ok', 'time_limit', 'time_limit'],
  );
});
