/** Lines in, lines out, on one connection. */
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { RunningServer } from '../../src/server/index.ts';
import { sample } from '../engine/fakes.ts';
import { openTestServer } from './harness.ts';

let server: RunningServer;
before(async () => {
  server = await openTestServer({ maxQueued: 64, bodyLimit: 65_536 });
});
after(() => server.close());

interface Line {
  readonly index: number;
  readonly verdict: {
    readonly id: unknown;
    readonly reward: number | null;
    readonly cause: string;
  };
  readonly error?: { readonly code: string };
}

/** An open conversation: what is said, and the lines that come back. */
function converse(headers: Record<string, string> = {}) {
  const sent = request(`${server.url}/v1/score/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', ...headers },
  });
  const lines: Line[] = [];
  const status = new Promise<number>((resolve, reject) => {
    sent.once('error', reject);
    sent.once('response', (res) => {
      res.on('error', () => {}); // where a test hangs up
      resolve(res.statusCode ?? 0);
      const read = createInterface({ input: res }).on('line', (line) =>
        lines.push(JSON.parse(line)),
      );
      read.on('error', () => {});
    });
  });
  const ended = new Promise<void>((resolve) => sent.once('close', resolve));
  return { sent, lines, status, ended };
}

const line = (fields: object) => `${JSON.stringify(fields)}\n`;

describe('a stream of samples', () => {
  it('answers each while others still come', async () => {
    const { sent, lines, ended } = converse();
    sent.write(line(sample('42', { id: 'first' })));
    for (let i = 0; i < 100 && lines.length === 0; i++) await sleep(20);
    assert.equal(lines[0]?.verdict.id, 'first');
    assert.equal(lines[0]?.verdict.reward, 1);
    sent.write(line(sample('42')));
    sent.end(line(sample('no')));
    await ended;
    assert.deepEqual(
      lines.map(({ index, verdict }) => [index, verdict.id, verdict.reward]).sort(),
      [
        [0, 'first', 1],
        [1, 1, 1],
        [2, 2, 0],
      ],
    );
  });

  it('takes more than the queue holds, each line once', async () => {
    const { sent, lines, ended } = converse();
    const count = 1_000;
    for (let i = 0; i < count; i++) {
      const text = line(sample('42', { prompt: `${i}` }));
      if (!sent.write(text)) await new Promise((resolve) => sent.once('drain', resolve));
    }
    sent.end();
    await ended;
    const indices = lines.map(({ index }) => index).sort((a, b) => a - b);
    assert.deepEqual(
      indices,
      Array.from({ length: count }, (_, i) => i),
    );
    assert.ok(lines.every(({ verdict }) => verdict.reward === 1));
  });

  it('refuses a bad line alone', async () => {
    const { sent, lines, ended } = converse();
    sent.write('{"verifier": \n\n');
    sent.end(line(sample('42')));
    await ended;
    const causes = lines.sort((a, b) => a.index - b.index).map(({ verdict }) => verdict.cause);
    assert.deepEqual(causes, ['invalid_sample', 'equal']);
  });

  it('reads packed lines, and lines cut anywhere', async () => {
    const { sent, lines, ended } = converse({ 'content-encoding': 'gzip' });
    const packed = gzipSync(line(sample('42', { prompt: 'é' })) + line(sample('42')));
    for (const byte of packed) sent.write(Buffer.of(byte));
    sent.end();
    await ended;
    assert.equal(lines.length, 2);
  });

  it('ends at a line that is too long, with the verdicts before it', async () => {
    const { sent, lines, ended } = converse();
    sent.on('error', () => {});
    sent.write(line(sample('42')));
    for (let i = 0; i < 100 && lines.length === 0; i++) await sleep(20);
    sent.end('x'.repeat(200_000));
    await ended;
    assert.equal(lines[0]?.verdict.reward, 1);
    assert.equal(lines.at(-1)?.error?.code, 'payload_too_large');
  });

  it('is over when the client leaves', async () => {
    const { sent, status } = converse();
    sent.on('error', () => {});
    status.catch(() => {});
    sent.write(line(sample('42')));
    await status;
    sent.destroy();
    for (let i = 0; i < 100 && server.scorer.status().queued > 0; i++) await sleep(20);
    assert.equal(server.scorer.status().queued, 0);
  });
});
