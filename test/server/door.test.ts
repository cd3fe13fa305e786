/** What a request passes before it is heard: tokens, their limits, room for its body; TLS. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, digestOf } from '../../src/server/clients.ts';
import { get, openTestServer, post } from './harness.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-door-'));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const sample = { verifier: 'math', response: '42', reference: { answer: '42' } };
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('a file of tokens', () => {
  const tokens = file(
    'tokens.yaml',
    [
      'tokens:',
      `  - { name: fast, sha256: ${digestOf('one')} }`,
      `  - { name: slow, sha256: ${digestOf('two').toUpperCase()}, requests_per_second: 0.01 }`,
      `  - { name: narrow, sha256: ${digestOf('three')}, concurrent: 1 }`,
    ].join('\n'),
  );

  it('lets each of them in, in either header, and nobody else', async () => {
    await using server = await openTestServer({ tokens, token: 'alone' });
    const url = `${server.url}/v1/score`;
    for (const token of ['one', 'two', 'three', 'alone']) {
      assert.equal((await post(url, sample, bearer(token))).status, 200, token);
    }
    assert.equal((await post(url, sample, { 'x-api-key': 'one' })).status, 200);
    for (const headers of [{}, bearer('four'), bearer(digestOf('one')), { 'x-api-key': '' }]) {
      assert.equal((await post(url, sample, headers)).status, 401);
    }
  });

  it('holds each to its rate, with a Retry-After', async () => {
    await using server = await openTestServer({ tokens });
    const url = `${server.url}/v1/score`;
    assert.equal((await post(url, sample, bearer('two'))).status, 200);
    const refused = await post(url, sample, bearer('two'));
    assert.deepEqual([refused.status, refused.body.code], [429, 'rate_limited']);
    assert.ok(Number(refused.headers.get('retry-after')) > 90);
    assert.equal((await post(url, sample, bearer('one'))).status, 200);
  });

  it('holds each to its requests at one time', async () => {
    await using server = await openTestServer({ tokens });
    const { hostname, port } = new URL(server.url);
    const held = createConnection({ host: hostname, port: Number(port) });
    held.write(
      'POST /v1/score HTTP/1.1\r\nhost: a\r\nauthorization: Bearer three\r\ncontent-length: 100\r\n\r\n{',
    );
    await sleep(100);
    const second = await post(`${server.url}/v1/score`, sample, bearer('three'));
    assert.equal(second.status, 429);
    held.destroy();
    await sleep(100);
    assert.equal((await post(`${server.url}/v1/score`, sample, bearer('three'))).status, 200);
  });

  it('says it in the words of the protocol where there are some', async () => {
    await using server = await openTestServer({ tokens });
    const submission = { type: 'math', solution: '4', expected_output: '4', sub_id: 'a' };
    const ask = () => post(`${server.url}/judge`, submission, bearer('two'));
    assert.equal((await ask()).status, 200);
    const busy = await ask();
    assert.equal(busy.status, 200);
    assert.partialDeepStrictEqual(busy.body, { sub_id: 'a', reason: 'queue_timeout' });
    const program = { code: 'print(1)', language: 'python' };
    const asVerl = await post(`${server.url}/run_code`, program, bearer('two'));
    assert.equal(asVerl.status, 504);
  });

  const unusable: readonly (readonly [string, string])[] = [
    ['no file', join(folder, 'absent.yaml')],
    ['no YAML', file('broken.yaml', 'tokens: [')],
    ['no tokens', file('empty.yaml', 'tokens: []')],
    ['a token itself', file('plain.yaml', 'tokens: [{ name: a, sha256: secret }]')],
    [
      'a limit of another name',
      file('typo.yaml', `tokens: [{ name: a, sha256: ${digestOf('a')}, rate: 1 }]`),
    ],
    [
      'a name twice',
      file(
        'twice.yaml',
        `tokens: [{ name: a, sha256: ${digestOf('a')} }, { name: a, sha256: ${digestOf('b')} }]`,
      ),
    ],
  ];
  for (const [why, path] of unusable) {
    it(`is refused at the start: ${why}`, async () => {
      await assert.rejects(openTestServer({ tokens: path }), (error: Error & { code: string }) => {
        assert.equal(error.code, 'config_invalid');
        assert.doesNotMatch(error.message, /secret/);
        return true;
      });
    });
  }
});

describe('a rate', () => {
  it('lets a burst of one second in, and fills up again', async () => {
    const client = new Client({ name: 'a', sha256: digestOf('a'), requests_per_second: 20 });
    let entered = 0;
    const enterAll = () => {
      try {
        for (;;) {
          client.enter();
          entered++;
        }
      } catch {}
    };
    enterAll();
    assert.ok(entered >= 20 && entered <= 22, `${entered}`);
    await sleep(250);
    const before = entered;
    enterAll();
    assert.ok(entered - before >= 4, `${entered - before}`);
  });
});

describe('room for bodies', () => {
  it('is bounded: a request that does not fit is refused before it has sent its body', async () => {
    await using server = await openTestServer({ maxBodies: 4096, bodyLimit: 4096 });
    const { hostname, port } = new URL(server.url);
    const slow = createConnection({ host: hostname, port: Number(port) });
    slow.write(
      'POST /v1/score HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 4000\r\n\r\n{',
    );
    await sleep(100);
    const body = JSON.stringify({ ...sample, response: `${'x'.repeat(500)} 42` });
    const refused = await post(`${server.url}/v1/score`, body);
    assert.deepEqual([refused.status, refused.body.code], [503, 'overloaded']);
    assert.ok(refused.headers.get('retry-after'));
    slow.destroy();
    await sleep(100);
    assert.equal((await post(`${server.url}/v1/score`, sample)).status, 200);
  });

  it('leaves a body that is too large to the reader', async () => {
    await using server = await openTestServer({ maxBodies: 4096, bodyLimit: 2048 });
    const answer = await post(`${server.url}/v1/score`, `"${'x'.repeat(5000)}"`);
    assert.equal(answer.status, 413);
  });
});

describe('a queue with no room for what is announced', () => {
  const batchOf = (count: number) => ({ samples: Array.from({ length: count }, () => sample) });
  /** Announces a body and sends none of it: the status of the answer, or null when none came. */
  const announce = async (url: string, length: number) => {
    const { hostname, port } = new URL(url);
    const socket = createConnection({ host: hostname, port: Number(port) });
    const head = 'POST /v1/score/batch HTTP/1.1\r\nhost: a\r\ncontent-type: application/json';
    socket.write(`${head}\r\ncontent-length: ${length}\r\n\r\n`);
    const answer = new Promise<string>((resolve) => socket.once('data', (d) => resolve(`${d}`)));
    const first = await Promise.race([answer, sleep(300, null)]);
    socket.destroy();
    return first === null ? null : Number(first.split(' ')[1]);
  };

  it('says so before the body, and not to one that may fit', async () => {
    await using server = await openTestServer({ maxQueued: 12 });
    const url = `${server.url}/v1/score/batch`;
    const text = JSON.stringify(batchOf(8));
    await post(url, text); // so that it knows what a sample takes
    const held = server.scorer.scoreBatch(batchOf(8).samples); // unread: its places stay taken
    assert.equal(await announce(server.url, text.length), 503);
    assert.equal(await announce(server.url, JSON.stringify(batchOf(4)).length), null);
    for await (const _ of held);
    assert.equal(await announce(server.url, text.length), null);
    assert.equal((await post(url, text)).status, 200);
  });
});

function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('TLS', { skip: hasOpenssl() ? false : 'SKIPPED: this host has no openssl' }, () => {
  const pair = (name: string) => {
    const [tlsKey, tlsCert] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
    execFileSync(
      'openssl',
      `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=${name} -addext subjectAltName=IP:127.0.0.1 -keyout ${tlsKey} -out ${tlsCert}`.split(
        ' ',
      ),
      { stdio: 'ignore' },
    );
    return { tlsKey, tlsCert };
  };
  /** The common name of the certificate that answers. */
  const nameAt = (url: string) =>
    new Promise<string>((resolve, reject) => {
      const asked = request(
        `${url}/healthz`,
        { rejectUnauthorized: false, agent: false },
        (res) => {
          const { subject } = (res.socket as import('node:tls').TLSSocket).getPeerCertificate();
          res.resume();
          resolve(String(subject.CN));
        },
      );
      asked.once('error', reject);
      asked.end();
    });

  it('serves the certificate, and a new one after SIGHUP', async () => {
    const files = pair('first');
    await using server = await openTestServer(files);
    assert.match(server.url, /^https:/);
    assert.equal(await nameAt(server.url), 'first');
    const second = pair('second');
    const { readFileSync } = await import('node:fs');
    writeFileSync(files.tlsKey, readFileSync(second.tlsKey));
    writeFileSync(files.tlsCert, readFileSync(second.tlsCert));
    process.kill(process.pid, 'SIGHUP');
    await sleep(100);
    assert.equal(await nameAt(server.url), 'second');
    writeFileSync(files.tlsCert, 'no certificate');
    process.kill(process.pid, 'SIGHUP');
    await sleep(100);
    assert.equal(await nameAt(server.url), 'second');
  });

  it('is refused with half a pair, a missing file or a key of another', async () => {
    const one = pair('one');
    const other = pair('other');
    for (const flags of [
      { tlsCert: one.tlsCert },
      { ...one, tlsKey: join(folder, 'absent') },
      { ...one, tlsKey: other.tlsKey },
    ]) {
      await assert.rejects(openTestServer(flags), { code: 'config_invalid' });
    }
  });
});

describe('plain HTTP', () => {
  it('is what a service without a certificate speaks', async () => {
    await using server = await openTestServer();
    assert.equal((await get(`${server.url}/healthz`)).status, 200);
  });
});
