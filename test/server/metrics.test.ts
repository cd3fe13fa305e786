/** /metrics: counts by verifier and cause, and no word of a sample. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { get, openTestServer, post } from './harness.ts';

const sample = (response: string, verifier = 'math') => ({
  verifier,
  response,
  reference: { answer: 'right answer' },
});

test('counts requests, verdicts and rewards, and keeps samples to itself', async () => {
  await using server = await openTestServer();
  const samples = [sample('right answer'), sample('other'), sample('x', 'no-such-verifier')];
  await post(`${server.url}/v1/score/batch`, { samples });
  await post(`${server.url}/v1/score/batch`, '{');
  await get(`${server.url}/nowhere/at/all`);
  const { status, headers, body } = await get(`${server.url}/metrics`);
  assert.equal(status, 200);
  assert.match(headers.get('content-type') ?? '', /^text\/plain/);
  const value = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(body)?.[1]);
  const scored = 'assay_verdicts_total\\{verifier="math",status="scored",cause=';
  assert.equal(value(`${scored}"equal"\\}`), 1);
  assert.equal(value(`${scored}"wrong_answer"\\}`), 1);
  assert.equal(
    value('assay_verdicts_total\\{verifier="none",status="unscorable",cause="invalid_sample"\\}'),
    1,
  );
  assert.equal(value('assay_requests_total\\{route="/v1/score/batch",status="200"\\}'), 1);
  assert.equal(value('assay_requests_total\\{route="/v1/score/batch",status="400"\\}'), 1);
  assert.equal(value('assay_reward_sum\\{verifier="math"\\}'), 1);
  assert.equal(value('assay_queued'), 0);
  assert.doesNotMatch(body, /right answer|no-such-verifier|nowhere/);
});

test('asks for the token where there is one', async () => {
  await using server = await openTestServer({ token: 'secret-token' });
  assert.equal((await get(`${server.url}/metrics`)).status, 401);
  const headers = { authorization: 'Bearer secret-token' };
  assert.equal((await get(`${server.url}/metrics`, headers)).status, 200);
});
