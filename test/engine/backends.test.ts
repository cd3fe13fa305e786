/** What every backend owes its callers, over each of them; then what a server's troubles do to a caller. */
import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { Backend } from '../../src/engine/backends/contract.ts';
import { openHttp } from '../../src/engine/backends/http.ts';
import { openLocal } from '../../src/engine/backends/local.ts';
import type { Verdict } from '../../verifiers/contract.ts';
import { openTestServer } from '../server/harness.ts';
import { fakes } from './fakes.ts';

interface Opened extends AsyncDisposable {
  readonly backend: Backend;
}

const owned = (backend: Backend, ...also: readonly AsyncDisposable[]): Opened => ({
  backend,
  async [Symbol.asyncDispose]() {
    for (const one of [backend, ...also]) await one[Symbol.asyncDispose]();
  },
});

const backends: readonly (readonly [name: string, open: () => Promise<Opened>])[] = [
  ['local', async () => owned(await openLocal({ ...fakes, threads: 1 }))],
  [
    'http',
    async () => {
      const server = await openTestServer();
      return owned(openHttp({ url: server.url, pauseMs: 5 }), server);
    },
  ],
];

const sample = (id: unknown, response: string, answer = response) => ({
  ...(id !== undefined && { id }),
  verifier: 'math',
  response,
  reference: { answer },
});

for (const [name, open] of backends) {
  test(`${name}: one verdict a sample, in their order, ids kept`, async () => {
    await using opened = await open();
    const samples = Array.from({ length: 500 }, (_, n) =>
      sample(n % 3 === 0 ? undefined : `row-${n}`, `${n}`, n % 2 ? `${n}` : 'other'),
    );
    const verdicts = await opened.backend.score(samples);
    assert.deepEqual(
      verdicts.map(({ id, reward }) => [id, reward]),
      samples.map((_, n) => [n % 3 === 0 ? n : `row-${n}`, n % 2]),
    );
  });

  test(`${name}: what is no sample fails alone`, async () => {
    await using opened = await open();
    const rows = [sample('a', 'x'), null, { id: 'b' }, 'text', sample('c', 'x', 'y')];
    const verdicts = await opened.backend.score(rows);
    assert.deepEqual(
      verdicts.map(({ id, cause }) => [id, cause]),
      [
        ['a', 'equal'],
        [1, 'invalid_sample'],
        ['b', 'invalid_sample'],
        [3, 'invalid_sample'],
        ['c', 'wrong_answer'],
      ],
    );
    assert.deepEqual(await opened.backend.score([]), []);
  });

  test(`${name}: verdicts are told as they come, each index once, several calls at a time`, async () => {
    await using opened = await open();
    const calls = Array.from({ length: 6 }, async (_, call) => {
      const told: number[] = [];
      const samples = Array.from({ length: 50 }, (_, n) => sample(`${call}-${n}`, `${n}`));
      const verdicts = await opened.backend.score(samples, {
        onVerdict: (index, verdict) => {
          told.push(index);
          assert.equal(verdict.id, `${call}-${index}`);
        },
      });
      assert.deepEqual(
        told.sort((a, b) => a - b),
        [...samples.keys()],
      );
      assert.deepEqual(
        verdicts.map(({ id }) => id),
        samples.map(({ id }) => id),
      );
    });
    await Promise.all(calls);
  });

  test(`${name}: a call that is given up ends with unscorable verdicts`, async () => {
    await using opened = await open();
    const samples = [sample('a', 'x'), sample('b', 'loop')];
    const verdicts = await opened.backend.score(samples, { signal: AbortSignal.abort() });
    assert.deepEqual(
      verdicts.map(({ id, cause }) => [id, cause]),
      [
        ['a', 'cancelled'],
        ['b', 'cancelled'],
      ],
    );
  });

  test(`${name}: integers of any size arrive as they are`, async () => {
    await using opened = await open();
    const big = { ...sample('big', 'x'), options: { mode: 'shout', more: 2n ** 70n } };
    const [verdict] = await opened.backend.score([big]);
    assert.equal(verdict?.reward, 1);
  });
}

/** A server that answers requests one after another as the list says, then as the last of it does. */
async function scripted(...answers: readonly RequestListener[]) {
  let asked = 0;
  const sizes: number[] = [];
  const server = createServer(async (req, res) => {
    let body = '';
    for await (const chunk of req) body += chunk;
    const { samples } = JSON.parse(body);
    sizes.push(samples.length);
    Object.assign(req, { samples });
    answers[Math.min(asked++, answers.length - 1)]?.(req, res);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    sizes,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const verdict = (cause: string): Partial<Verdict> =>
  cause === 'equal'
    ? { id: 'x', status: 'scored', reward: 1, correct: true, cause, ms: 1 }
    : ({ id: 'x', status: 'unscorable', reward: null, correct: null, cause, ms: 1 } as Verdict);

const status =
  (code: number, headers: Record<string, string> = {}): RequestListener =>
  (_req, res) =>
    void res.writeHead(code, headers).end('no');
/** The first `count` verdicts of a request; then the end, or a connection that breaks. */
const giving =
  (count: number, { cause = 'equal', breaks = false } = {}): RequestListener =>
  (req, res) => {
    const { samples } = req as unknown as { samples: unknown[] };
    res.writeHead(200, { 'content-type': 'application/x-ndjson' });
    for (let index = 0; index < Math.min(count, samples.length); index++) {
      res.write(`${JSON.stringify({ index, verdict: verdict(cause) })}\n`);
    }
    if (breaks) setTimeout(() => res.destroy(), 50);
    else res.end();
  };

const five = Array.from({ length: 5 }, (_, n) => sample(n, `${n}`));
const troubles: readonly (readonly [name: string, answers: RequestListener[], sizes: number[]])[] = [
  ['busy, then not', [status(503, { 'retry-after': '0' }), status(429, { 'retry-after': '0' }), giving(5)], [5, 5, 5]],
  ['a fault of the server', [status(500), giving(5)], [5, 5]],
  ['a connection that breaks: only the rest is sent again', [giving(2, { breaks: true }), giving(9)], [5, 3]],
  ['an answer cut short', [giving(4), giving(9)], [5, 1]],
  ['a server that stops gives its samples back', [giving(5, { cause: 'cancelled' }), giving(9)], [5, 5]],
  ['a body too large is halved', [status(413), giving(9)], [5, 2, 3]],
]; // biome-ignore format: a table

for (const [name, answers, sizes] of troubles) {
  test(`http: ${name}`, async () => {
    await using server = await scripted(...answers);
    const verdicts = await openHttp({ url: server.url, pauseMs: 2 }).score(five);
    assert.deepEqual(
      verdicts.map(({ id, reward }) => [id, reward]),
      five.map((_, n) => [n, 1]),
    );
    assert.deepEqual(server.sizes, sizes);
  });
}

test('http: a sample that is too large for the server is unscorable, the others are scored', async () => {
  await using server = await scripted((req, res) => {
    const { samples } = req as unknown as { samples: { id: number }[] };
    if (samples.some(({ id }) => id === 3)) status(413)(req, res);
    else giving(9)(req, res);
  });
  const verdicts = await openHttp({ url: server.url, pauseMs: 2 }).score(five);
  assert.deepEqual(
    verdicts.map(({ cause }) => cause),
    ['equal', 'equal', 'equal', 'invalid_sample', 'equal'],
  );
});

test('http: a server that is gone, that wants a token, that is no Assay', async () => {
  await using gone = await scripted(status(503));
  const impatient = openHttp({ url: gone.url, pauseMs: 2, patienceMs: 20 });
  await assert.rejects(impatient.score(five), { code: 'backend_gone' });
  await using locked = await scripted(status(401));
  await assert.rejects(openHttp({ url: locked.url }).score(five), { code: 'unauthorized' });
  await using other = await scripted(status(404));
  await assert.rejects(openHttp({ url: other.url }).score(five), { code: 'backend_gone' });
  const closed = openHttp({ url: 'http://127.0.0.1:9', pauseMs: 2, patienceMs: 20 });
  await assert.rejects(closed.score(five), {
    code: 'backend_gone',
    message: /ECONNREFUSED|bad port/,
  });
});
