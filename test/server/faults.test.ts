/** Faults around a real service: nothing is scored 0 for them, nothing is lost, and it is well after. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, afterEach, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandOf, descendants } from '../support/processes.ts';
import { get, post } from './harness.ts';

const main = new URL('../../bin/assay.js', import.meta.url).pathname;

interface Service {
  readonly url: string;
  readonly child: ChildProcess;
}

/** @param wrap a command that starts another, such as prlimit with its flags */
async function start(env: Record<string, string> = {}, wrap: readonly string[] = []) {
  const argv = [...wrap, process.execPath, main, 'serve', '--port', '0'];
  const child = spawn(argv[0] as string, argv.slice(1), {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ASSAY_SANDBOX_CONCURRENCY: '2', ASSAY_THREADS: '1', ...env },
  });
  for await (const line of createInterface({ input: child.stderr as NodeJS.ReadableStream })) {
    if (!line.startsWith('{')) throw new Error(line);
    const { url } = JSON.parse(line) as { url?: string };
    if (url) {
      child.stderr?.resume();
      return { url, child };
    }
  }
  throw new Error('Expected a service that listens, got one that ended');
}

async function stop({ child }: Service): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

const python = (k: number, seconds = 0.2) => ({
  id: k,
  verifier: 'code',
  response: `import time\ntime.sleep(${seconds})\nprint(${k})`,
  reference: { language: 'python', tests: { kind: 'stdin', inputs: [''], outputs: [`${k}`] } },
  options: { extract: 'raw' },
});
const javascript = (k: number) => ({
  id: k,
  verifier: 'code',
  response: `const f = (x) => { let s = 0; for (let i = 0; i < 3e8; i++) s += i % 7; return x + (s > 0 ? 1 : 0); }`,
  reference: {
    language: 'javascript',
    tests: { kind: 'function', fn_name: 'f', inputs: [[k]], outputs: [k + 1] },
  },
  options: { extract: 'raw' },
});
const math = (answer: string) => ({
  verifier: 'math',
  response: `\\boxed{${answer}}`,
  reference: { answer },
});

interface Verdict {
  readonly reward: number | null;
  readonly cause: string;
}

/** Right answers all: full marks, or a fault of ours that says so. */
function neverZero(verdicts: readonly Verdict[], count: number): void {
  assert.equal(verdicts.length, count);
  for (const { reward, cause } of verdicts) {
    assert.ok(reward === 1 || reward === null, `${cause}: ${reward}`);
    if (reward === null) assert.match(cause, /sandbox_unavailable|internal/);
  }
}

const batch = async ({ url }: Service, samples: readonly object[]): Promise<readonly Verdict[]> =>
  (await post(`${url}/v1/score/batch`, { samples })).body.verdicts;

const scores = async (service: Service) => {
  const verdicts = await batch(service, [math('42'), python(99, 0)]);
  assert.deepEqual(
    verdicts.map(({ reward }) => reward),
    [1, 1],
  );
};

describe('a process of the sandbox that is killed mid-batch', () => {
  let service: Service;
  before(async () => {
    service = await start();
  });
  after(() => stop(service));

  const kinds: readonly (readonly [string, RegExp, (k: number) => object])[] = [
    ['the interpreter that forks', /python3?\b/, python],
    ['its supervisor', /bwrap/, python],
    ['a worker of isolates', /isolate\/worker/, javascript],
  ];
  for (const [why, command, sample] of kinds) {
    it(`${why} is replaced and what it had begun is run again`, async (t) => {
      const samples = Array.from({ length: 12 }, (_, k) => sample(k));
      const held = batch(service, samples);
      await sleep(500);
      const found = descendants(`${service.child.pid}`).filter((pid) =>
        command.test(commandOf(pid)),
      );
      if (found.length === 0) return t.skip(`SKIPPED: this host runs no ${command}`);
      process.kill(Number(found[0]), 'SIGKILL');
      neverZero(await held, samples.length);
      await scores(service);
    });
  }
});

describe('clients that misbehave', () => {
  let service: Service;
  let open: Socket[] = [];
  before(async () => {
    service = await start({ ASSAY_REQUEST_MS: '1000', ASSAY_BODY_LIMIT: '8m' });
  });
  afterEach(async () => {
    for (const socket of open) socket.destroy();
    open = [];
    await scores(service);
  });
  after(() => stop(service));

  const connect = async () => {
    const { hostname, port } = new URL(service.url);
    const socket = createConnection({ host: hostname, port: Number(port) });
    socket.on('error', () => {});
    open.push(socket);
    await once(socket, 'connect');
    return socket;
  };
  const post1 = (length: string) =>
    `POST /v1/score HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n${length}\r\n\r\n`;
  /** What the service says before it closes the connection. */
  const said = async (socket: Socket) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    await new Promise((resolve) => socket.once('close', resolve));
    return text;
  };

  it('one that sends a byte a second is cut off', async () => {
    const socket = await connect();
    const answer = said(socket);
    socket.write(post1('content-length: 100'));
    const drip = setInterval(() => socket.write('{'), 200);
    const text = await answer;
    clearInterval(drip);
    assert.match(text, /^(HTTP\/1\.1 408 |$)/);
  });

  it('a body of a gigabyte is refused before it is sent', async () => {
    const socket = await connect();
    const answer = said(socket);
    socket.write(post1(`content-length: ${1 << 30}`));
    socket.write('{'.repeat(1_000));
    assert.match(await answer, /^HTTP\/1\.1 413 /);
  });

  it('a body that does not say how long it is is refused when it has become too long', async () => {
    const socket = await connect();
    const answer = said(socket);
    socket.write(post1('transfer-encoding: chunked'));
    const chunk = `100000\r\n${'x'.repeat(1 << 20)}\r\n`;
    let sent = 0;
    while (!socket.destroyed && socket.writable && sent < 64) {
      if (!socket.write(chunk)) await Promise.race([once(socket, 'drain').catch(() => {}), answer]);
      sent++;
    }
    assert.ok(sent < 64, 'the service read on');
    assert.match(await answer, /^(HTTP\/1\.1 413 |$)/);
  });

  it('a thousand idle connections keep nobody out', async () => {
    await Promise.all(Array.from({ length: 1_000 }, connect));
    await scores(service);
  });
});

describe('file descriptors that run out', () => {
  it('cost connections, never a reward', async (t) => {
    const service = await start({}, ['prlimit', '--nofile=180:180']).catch(() => null);
    if (service === null) return t.skip('SKIPPED: this host has no prlimit');
    const { hostname, port } = new URL(service.url);
    try {
      const sockets = Array.from({ length: 400 }, () =>
        createConnection({ host: hostname, port: Number(port) }).on('error', () => {}),
      );
      await sleep(500);
      const short = new AbortController();
      const asked = fetch(`${service.url}/v1/score/batch`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ samples: [math('1'), python(5, 0)] }),
        signal: AbortSignal.any([short.signal, AbortSignal.timeout(5_000)]),
      }).then(
        async (answer) => (await answer.json()) as { verdicts?: readonly Verdict[] },
        () => null,
      );
      const answered = await asked;
      if (answered?.verdicts) neverZero(answered.verdicts, 2);
      for (const socket of sockets) socket.destroy();
      await sleep(1_000);
      await scores(service);
    } finally {
      await stop(service);
    }
  });
});

describe('a disk that is full', () => {
  it('keeps nobody from a reward', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'assay-full-'));
    const mounted = spawn('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]);
    const [code] = (await once(mounted, 'exit').catch(() => [1])) as [number];
    if (code !== 0) {
      rmSync(folder, { recursive: true });
      return t.skip('SKIPPED: this host lets nobody mount a small disk');
    }
    try {
      mkdirSync(join(folder, 'x'));
      try {
        for (let i = 0; ; i++) writeFileSync(join(folder, 'x', `${i}`), 'x'.repeat(4_096));
      } catch {}
      const service = await start({ TMPDIR: folder });
      try {
        neverZero(await batch(service, [math('1'), python(1), javascript(1)]), 3);
      } finally {
        await stop(service);
      }
    } finally {
      await once(spawn('umount', [folder]), 'exit');
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a clock that jumps', () => {
  it('moves no deadline', async () => {
    const jump = new URL('../support/jumping-clock.ts', import.meta.url).pathname;
    const service = await start({ NODE_OPTIONS: `--import=${jump}` });
    try {
      const samples = Array.from({ length: 8 }, (_, k) => python(k, 0.3));
      const verdicts = await batch(service, samples);
      assert.deepEqual(
        verdicts.map(({ reward }) => reward),
        samples.map(() => 1),
      );
      assert.equal((await get(`${service.url}/readyz`)).status, 200);
    } finally {
      await stop(service);
    }
  });
});
