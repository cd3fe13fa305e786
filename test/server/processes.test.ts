/** Several server processes behind one port: what they share, and what a death among them costs. */
import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { loadConfig } from '../../src/config.ts';
import { Room } from '../../src/engine/room.ts';
import { openProcesses, type Processes } from '../../src/server/processes/primary.ts';
import { get } from './harness.ts';

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever JSON came
  readonly body: any;
}

/** On a connection of its own, so that processes take turns. */
function ask(url: string, method: string, body?: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const agent = new Agent({ keepAlive: false });
    const headers = { 'content-type': 'application/json' };
    const sent = request(url, { method, agent, headers }, (res) => {
      let text = '';
      res.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      res.once('end', () => {
        const json = /json/.test(res.headers['content-type'] ?? '');
        resolve({ status: res.statusCode ?? 0, body: json ? JSON.parse(text) : text });
      });
      res.once('error', reject);
    });
    sent.once('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const math = (answer: string) => ({
  verifier: 'math',
  response: `\\boxed{${answer}}`,
  reference: { answer },
});
const slow = (k: number) => ({
  verifier: 'code',
  response: `import time\ntime.sleep(0.4)\nprint(${k})`,
  reference: { language: 'python', tests: { kind: 'stdin', inputs: [''], outputs: [`${k}`] } },
  options: { extract: 'raw' },
});

describe('a service of two processes', () => {
  let service: Processes;
  before(async () => {
    const config = loadConfig({}, { port: 0, processes: 2, threads: 2, sandboxConcurrency: 1 });
    service = await openProcesses(config, pino({ level: 'silent' }));
  });
  after(() => service.close());

  it('counts what both have done as one', async () => {
    for (let i = 0; i < 8; i++) {
      const { body } = await ask(`${service.url}/v1/score`, 'POST', math(`${i}`));
      assert.equal(body.reward, 1);
    }
    const { body } = await ask(`${service.url}/v1/activity`, 'GET');
    assert.equal(body.verifiers.math.scored, 8);
    const metrics = (await get(`${service.url}/metrics`)).body as string;
    assert.match(metrics, /assay_verdicts_total\{[^}]*cause="equal"[^}]*\} 8\b/);
  });

  it('shares its experiments', async () => {
    const made = { name: 'e', size: 5, seed: 1, datasets: { leg_counting: {} } };
    assert.equal((await ask(`${service.url}/experiments`, 'POST', made)).status, 200);
    for (let i = 0; i < 4; i++) {
      const { body } = await ask(`${service.url}/experiments`, 'GET');
      assert.deepEqual(body, { experiments: ['e'] });
    }
    assert.equal((await ask(`${service.url}/experiments/none/composite`, 'GET')).status, 404);
  });

  it('runs as many programs at one time as one process would', async () => {
    const start = performance.now();
    const all = Array.from({ length: 4 }, (_, i) =>
      ask(`${service.url}/v1/score`, 'POST', slow(i)),
    );
    for (const { body } of await Promise.all(all)) assert.equal(body.reward, 1);
    // with room for two at a time it would be half
    assert.ok(performance.now() - start > 4 * 400);
  });

  it('loses the answers of a process that is killed, and nothing else; another takes its place', async () => {
    const pids = [...service.pids];
    assert.equal(pids.length, 2);
    const held = Array.from({ length: 4 }, (_, i) =>
      ask(`${service.url}/v1/score/batch`, 'POST', { samples: [slow(10 + i), math('1')] }).then(
        ({ body }) => body,
        (error: Error) => error,
      ),
    );
    await sleep(300);
    process.kill(pids[0] as number, 'SIGKILL');
    const ends = await Promise.all(held);
    const answered = ends.filter((end) => !(end instanceof Error));
    for (const { verdicts } of answered) {
      assert.deepEqual(
        verdicts.map(({ reward }: { reward: number }) => reward),
        [1, 1],
      );
    }
    assert.ok(answered.length >= 1 && answered.length < 4, `${answered.length} answered`);
    for (let i = 0; i < 100 && service.pids.length < 2; i++) await sleep(100);
    await sleep(500);
    assert.equal(service.pids.length, 2);
    for (let i = 0; i < 6; i++) {
      const { body } = await ask(`${service.url}/v1/score`, 'POST', slow(20 + i));
      assert.equal(body.reward, 1, 'what it held of the shared room is free again');
    }
  });
});

describe('the start of several processes', () => {
  it('fails as that of one does', async () => {
    const config = loadConfig({}, { port: 0, processes: 2, host: '0.0.0.0' });
    await assert.rejects(openProcesses(config, pino({ level: 'silent' })), {
      code: 'config_invalid',
    });
  });
});

describe('room', () => {
  it('is given in the order it was asked for, and once for each release', async () => {
    const room = new Room(1);
    const first = await room.take();
    const told: number[] = [];
    const second = room.take().then((release) => {
      told.push(2);
      return release;
    });
    const third = room.take().then((release) => {
      told.push(3);
      return release;
    });
    first();
    first();
    const release = await second;
    await sleep(5);
    assert.deepEqual(told, [2]);
    release();
    (await third)();
    assert.deepEqual(told, [2, 3]);
  });
});
