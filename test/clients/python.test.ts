/** clients/python run by Python against a live server, and against one that fails in every way first. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { pino } from 'pino';
import { loadConfig } from '../../src/config.ts';
import { openServer } from '../../src/server/index.ts';

const missing =
  spawnSync('python3', ['--version']).status === 0 ? false : 'python3 is not installed';

/** Busy, then gone, then an answer with a row lost to a fault; then what the real server says. */
function flaky(upstream: string) {
  let asked = 0;
  return createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    if (req.url?.startsWith('/busy')) return res.writeHead(503).end();
    asked++;
    if (asked === 1) return res.writeHead(503, { 'retry-after': '0.1' }).end('{"detail":"busy"}');
    if (asked === 2) return req.socket.destroy();
    const answer = await fetch(`${upstream}${req.url}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: Buffer.concat(chunks),
    });
    const body = (await answer.json()) as { verdicts: object[] };
    const lost = { reward: null, correct: null, status: 'unscorable', cause: 'overloaded' };
    if (asked === 3) Object.assign(body.verdicts[1] ?? {}, lost);
    res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
}

test('the Python client scores, tries again and keeps the order', { skip: missing }, async () => {
  const config = loadConfig({}, { port: 0, threads: 1, sandbox: 'lazy' });
  await using server = await openServer(config, { log: pino({ level: 'silent' }) });
  const other = flaky(server.url);
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = other.address() as AddressInfo;
    const child = spawn('python3', ['test/clients/python_client.py'], {
      env: {
        PATH: process.env.PATH,
        ASSAY_URL: server.url,
        ASSAY_FLAKY_URL: `http://127.0.0.1:${port}`,
      },
    });
    let told = '';
    child.stderr.on('data', (chunk) => {
      told += chunk;
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    assert.equal(code, 0, told);
    assert.match(told, /Ran 10 tests/);
  } finally {
    other.close();
  }
});
