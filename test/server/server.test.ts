/** The REST server over real sockets and fake verifiers. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { Writable } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import type { RunningServer } from '../../src/server/index.ts';
import { sample } from '../engine/fakes.ts';
import { get, openTestServer, post } from './harness.ts';

const waiting = sample('wait', { verifier: 'code' });
const ndjson = { accept: 'application/x-ndjson' };

function batchOf(count: number, row: Record<string, unknown>): { samples: unknown[] } {
  return { samples: Array.from({ length: count }, (_, i) => ({ ...row, prompt: `${i}` })) };
}

/** Waits until `holds`, for at most five seconds. */
async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !holds(); i++) await new Promise((r) => setTimeout(r, 10));
  assert.ok(holds(), 'expected it to hold in time');
}

describe('the server', () => {
  let server: RunningServer;
  let logged = '';
  before(async () => {
    const sink = new Writable({
      write(chunk, _encoding, done) {
        logged += chunk;
        done();
      },
    });
    const log = pino({ level: 'debug' }, sink);
    server = await openTestServer({ maxQueued: 200, stallMs: 300 }, {}, log);
  });
  after(() => server.close());

  it('scores one and many', async () => {
    const one = await post(`${server.url}/v1/score`, sample('42', { id: 'x' }));
    assert.deepEqual([one.status, one.body.id, one.body.reward], [200, 'x', 1]);
    const many = await post(`${server.url}/v1/score/batch`, {
      samples: [sample('42'), sample('41', { id: 'b' }), 5],
    });
    assert.equal(many.status, 200);
    assert.deepEqual(
      many.body.verdicts.map((verdict: { id: unknown; cause: string }) => [
        verdict.id,
        verdict.cause,
      ]),
      [
        [0, 'equal'],
        ['b', 'wrong_answer'],
        [2, 'invalid_sample'],
      ],
    );
    assert.deepEqual(many.body.summary, {
      count: 3,
      scored: 2,
      unscorable: 1,
      correct: 1,
      mean_reward: 0.5,
      causes: { equal: 1, wrong_answer: 1, invalid_sample: 1 },
      verifiers: {
        math: { count: 2, scored: 2, mean_reward: 0.5 },
        unknown: { count: 1, scored: 0, mean_reward: null },
      },
    });
    const brief = await post(`${server.url}/v1/score/batch`, {
      samples: [sample('42')],
      response: 'brief',
    });
    assert.deepEqual(Object.keys(brief.body.verdicts[0]).sort(), [
      'cause',
      'correct',
      'id',
      'ms',
      'reward',
      'status',
    ]);
  });

  it('streams a line a verdict, each index once', async () => {
    const { status, headers, body } = await post(
      `${server.url}/v1/score/batch`,
      { samples: [sample('slow', { verifier: 'code' }), sample('42'), null, sample('41')] },
      ndjson,
    );
    assert.equal(status, 200);
    assert.equal(headers.get('content-type'), 'application/x-ndjson; charset=utf-8');
    const lines = (body as string)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(lines.map((line) => line.index).sort(), [0, 1, 2, 3]);
    assert.equal(lines.at(-1).index, 0);
    assert.equal(lines.find((line) => line.index === 1).verdict.reward, 1);
  });

  it('sends the first line before the last is known', async () => {
    const abort = new AbortController();
    const response = await fetch(`${server.url}/v1/score/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...ndjson },
      body: JSON.stringify({ samples: [sample('42'), waiting] }),
      signal: abort.signal,
    });
    const reader = response.body?.getReader();
    const { value } = (await reader?.read()) ?? {};
    assert.equal(JSON.parse(Buffer.from(value ?? []).toString()).index, 0);
    assert.equal(server.scorer.status().sandbox.running, 1);
    abort.abort(); // the client hangs up mid-stream
    await until(() => server.scorer.status().queued === 0);
    await until(() => server.scorer.status().sandbox.running === 0);
  });

  it('gives up what a client that hung up was waiting for', async () => {
    const abort = new AbortController();
    const held = post(`${server.url}/v1/score/batch`, {
      ...batchOf(1, waiting),
      deadline_ms: 700,
    });
    const gone = fetch(`${server.url}/v1/score/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(batchOf(20, waiting)),
      signal: abort.signal,
    }).catch((error) => error.name);
    await until(() => server.scorer.status().queued === 21);
    abort.abort();
    assert.equal(await gone, 'AbortError');
    await until(() => server.scorer.status().queued === 1);
    assert.deepEqual((await held).body.summary.causes, { deadline: 1 });
  });

  it('cuts off a client that does not read', async () => {
    const body = JSON.stringify({
      samples: Array.from({ length: 150 }, (_, i) => sample('long', { prompt: `${i}` })),
    });
    const { port } = new URL(server.url);
    const socket = connect(Number(port), '127.0.0.1').on('error', () => {});
    socket.pause();
    socket.write(
      `POST /v1/score/batch HTTP/1.1\r\nHost: x\r\nAccept: application/x-ndjson\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    await until(() => /"bytes":\d{5},.*\n/.test(logged) && /"finished":false.*\n$/.test(logged));
    assert.equal(server.scorer.status().queued, 0);
    socket.destroy();
  });

  it('refuses a batch that does not fit, with Retry-After', async () => {
    const abort = new AbortController();
    const held = fetch(`${server.url}/v1/score/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(batchOf(150, waiting)),
      signal: abort.signal,
    }).catch(() => null);
    await until(() => server.scorer.status().queued >= 150);
    for (const headers of [{}, ndjson]) {
      const answer = await post(`${server.url}/v1/score/batch`, batchOf(100, waiting), headers);
      assert.equal(answer.status, 503);
      assert.equal(answer.body.code, 'overloaded');
      assert.equal(answer.headers.get('retry-after'), '1');
    }
    assert.equal((await post(`${server.url}/v1/score`, sample('42'))).body.reward, 1);
    abort.abort();
    await held;
    await until(() => server.scorer.status().queued === 0);
  });

  it('names what is not there and what is not allowed', async () => {
    const absent = await get(`${server.url}/v2/score`);
    assert.deepEqual([absent.status, absent.body.code], [404, 'not_found']);
    const method = await get(`${server.url}/v1/score`);
    assert.deepEqual([method.status, method.body.code], [405, 'method_not_allowed']);
    assert.equal(method.headers.get('allow'), 'POST');
    assert.equal((await get(`${server.url}/%ff`)).status, 404);
  });

  it('echoes the request id and says nothing of itself', async () => {
    const given = await get(`${server.url}/healthz`, { 'x-request-id': 'trainer-7' });
    assert.equal(given.headers.get('x-request-id'), 'trainer-7');
    assert.equal(given.headers.get('x-powered-by'), null);
    assert.equal(given.headers.get('etag'), null);
    const made = await get(`${server.url}/healthz`, { 'x-request-id': 'not a name' });
    assert.match(made.headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/);
    const problem = await get(`${server.url}/nowhere`, { 'x-request-id': 'trainer-8' });
    assert.equal(problem.body.request_id, 'trainer-8');
  });

  it('is alive and ready, and lists what it can judge', async () => {
    assert.deepEqual((await get(`${server.url}/healthz`)).body, { status: 'ok' });
    const ready = await get(`${server.url}/readyz`);
    assert.equal(ready.status, 200);
    assert.equal(ready.body.sandbox.python, 'isolate');
    const { body } = await get(`${server.url}/v1/verifiers`);
    assert.deepEqual(
      body.verifiers.map(({ id, runs_programs }: { id: string; runs_programs: boolean }) => [
        id,
        runs_programs,
      ]),
      [
        ['math', false],
        ['code', true],
      ],
    );
    assert.equal(body.verifiers[0].reference.properties.answer.type, 'string');
  });

  it('runs a program', async () => {
    const url = `${server.url}/v1/run`;
    for (const [field, given] of [
      ['argv', { argv: ['x'] }],
      ['args', { args: 'x' }],
      ['language', { language: 'cobol' }],
    ] as const) {
      const bad = await post(url, { language: 'python', code: '1', ...given });
      assert.deepEqual([bad.status, bad.body.field], [400, field]);
    }
    const out = { language: 'python', code: '1', files: { '../x': '' } };
    assert.equal((await post(url, out)).status, 400);
    const { status, body } = await post(url, { language: 'python', code: 'print(1)' });
    assert.equal(status, 200);
    assert.deepEqual([body.status, body.stdout, body.isolation], ['ok', 'print(1)', 'fake']);
  });

  it('describes itself in OpenAPI 3.1', async () => {
    const { body } = await get(`${server.url}/openapi.json`);
    assert.equal(body.openapi, '3.1.0');
    assert.deepEqual(Object.keys(body.paths['/v1/score/batch']), ['post']);
    const text = JSON.stringify(body);
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      assert.ok(body.components.schemas[name as string], name);
    }
    assert.doesNotMatch(text, /\$defs|\$schema/);
    assert.ok(body.components.schemas.Verdict.properties.reward);
  });

  it('logs a line a request and no body', () => {
    assert.match(logged, /"path":"\/v1\/score\/batch","status":200/);
    assert.doesNotMatch(logged, /"42"|response/);
  });
});

describe('a server with a token', () => {
  let server: RunningServer;
  before(async () => {
    server = await openTestServer({ token: 's3cret' });
  });
  after(() => server.close());

  it('lets in who has it, and the probes', async () => {
    const url = `${server.url}/v1/score`;
    const refused: Record<string, string>[] = [
      {},
      { authorization: 'Bearer wrong' },
      { authorization: 'Basic s3cret' },
      { authorization: 's3cret' },
    ];
    for (const headers of refused) {
      const answer = await post(url, 'not even JSON', headers);
      assert.deepEqual([answer.status, answer.body.code], [401, 'unauthorized']);
      assert.equal(answer.headers.get('www-authenticate'), 'Bearer');
    }
    const { body } = await post(url, sample('42'), { authorization: 'bearer s3cret' });
    assert.equal(body.reward, 1);
    assert.equal((await get(`${server.url}/healthz`)).status, 200);
    assert.equal((await get(`${server.url}/v1/verifiers`)).status, 401);
  });
});

describe('a public address', () => {
  it('is not served without a token, unless told', async () => {
    await assert.rejects(openTestServer({ host: '0.0.0.0' }), /ASSAY_TOKEN/);
    await assert.rejects(openTestServer({ host: '::' }), /--open/);
    for (const flags of [{ open: true }, { open: 'yes' }, { token: 's3cret' }]) {
      await using server = await openTestServer({ host: '0.0.0.0', ...flags });
      assert.equal((await get(`${server.url}/healthz`)).status, 200);
    }
  });
});

describe('a server that stops', () => {
  it('finishes what is under way, refuses the rest, closes its sockets', async () => {
    const server = await openTestServer();
    const rows = batchOf(40, sample('42', { verifier: 'code' }));
    const held = post(`${server.url}/v1/score/batch`, rows);
    await until(() => server.scorer.status().queued > 0);
    const closed = server.close();
    const ready = await get(`${server.url}/readyz`);
    assert.deepEqual([ready.status, ready.body.status], [503, 'draining']);
    const refused = await post(`${server.url}/v1/score`, sample('42'));
    assert.deepEqual([refused.status, refused.body.code], [503, 'draining']);
    assert.ok(refused.headers.get('retry-after'));
    assert.equal((await get(`${server.url}/healthz`)).status, 200);
    assert.deepEqual((await held).body.summary.causes, { equal: 40 });
    await closed;
    await assert.rejects(get(`${server.url}/healthz`));
  });

  it('cancels what outlasts the bound, and still answers it', async () => {
    const server = await openTestServer({ drainMs: 50 });
    const held = post(`${server.url}/v1/score/batch`, batchOf(3, waiting));
    await until(() => server.scorer.status().queued === 3);
    await server.close();
    assert.deepEqual((await held).body.summary.causes, { cancelled: 3 });
  });

  it('does not wait for a client that sends nothing', async () => {
    const server = await openTestServer({ drainMs: 50, requestMs: 200 });
    const { hostname, port } = new URL(server.url);
    const slow = request({ hostname, port, method: 'POST', path: '/v1/score' });
    slow.setHeader('content-type', 'application/json');
    slow.setHeader('content-length', 100);
    slow.write('{');
    const failed = once(slow, 'error');
    slow.on('response', (response) => response.resume());
    await new Promise((resolve) => setTimeout(resolve, 50));
    await server.close();
    await Promise.race([failed, once(slow, 'close')]);
  });

  it('says when it cannot have the address', async () => {
    await using server = await openTestServer();
    const { port } = new URL(server.url);
    await assert.rejects(openTestServer({ port }), /EADDRINUSE/);
  });
});
