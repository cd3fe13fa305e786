/** Recorded pairs of request and answer, a file a protocol, against a real server. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { loadConfig } from '../../src/config.ts';
import { openServer, type RunningServer } from '../../src/server/index.ts';
import { get, post } from '../server/harness.ts';

interface Pair {
  readonly why: string;
  readonly path: string;
  readonly request: unknown;
  /** 200 where it is not said. */
  readonly status?: number;
  /** What the answer has at least. */
  readonly response: unknown;
}

const folder = new URL('../cases/protocols/', import.meta.url);
let server: RunningServer;
before(async () => {
  const config = loadConfig({}, { port: 0, threads: 1 });
  server = await openServer(config, { log: pino({ level: 'silent' }) });
});
after(() => server.close());

for (const file of readdirSync(folder).sort()) {
  const pairs = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Pair[];
  describe(`protocol ${file.replace('.json', '')}`, () => {
    for (const { why, path, request, status = 200, response } of pairs) {
      it(why, async () => {
        const answer = await post(`${server.url}${path}`, request);
        assert.equal(answer.status, status, JSON.stringify(answer.body));
        assert.partialDeepStrictEqual({ body: answer.body }, { body: response });
      });
    }
  });
}

describe('what clients ask before they begin', () => {
  const asked: readonly (readonly [string, unknown])[] = [
    ['/v1/ping', 'pong'],
    ['/reverify_mode', 'stateless'],
  ];
  for (const [path, wanted] of asked) {
    it(path, async () => assert.equal((await get(`${server.url}${path}`)).body, wanted));
  }
  it('/api/v2/runtimes', async () => {
    const { body } = await get(`${server.url}/api/v2/runtimes`);
    assert.ok(body.some(({ language }: { language: string }) => language === 'python'));
  });
});
