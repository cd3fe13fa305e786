/** `assay train` asks the server that its configuration names, with its token or else ASSAY_TOKEN's. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { scored, tinyRun } from './tiny.ts';

const main = new URL('../../../src/cli/main.ts', import.meta.url).pathname;

interface Asked {
  readonly path: string | undefined;
  readonly authorization: string | undefined;
  readonly samples: readonly { readonly prompt: string; readonly response: string }[];
}

async function listen(asked: Asked[]): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => void answer(request, response, asked));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function answer(request: IncomingMessage, response: ServerResponse, asked: Asked[]) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { samples } = JSON.parse(`${Buffer.concat(chunks)}`) as Pick<Asked, 'samples'>;
  asked.push({ path: request.url, authorization: request.headers.authorization, samples });
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  const verdict = { ...scored(0.5), flags: ['hedged'] };
  for (const index of samples.keys()) response.write(`${JSON.stringify({ index, verdict })}\n`);
  response.end();
}

async function train(path: string, env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, [main, 'train', '--config', path], {
    ...{ env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] },
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  return code === 0 ? '' : stderr;
}

describe('the oracle of assay train', () => {
  const ways = [
    { name: 'the token of the file', token: ', token: of-the-file', expected: 'of-the-file' },
    { name: 'ASSAY_TOKEN where the file has none', token: '', expected: 'of-the-process' },
  ];
  for (const { name, token, expected } of ways) {
    it(`is the server of oracle.url, asked with ${name}`, { timeout: 60_000 }, async () => {
      const asked: Asked[] = [];
      const { server, url } = await listen(asked);
      try {
        await using tiny = await tinyRun();
        await tiny.config(`steps: 1\noracle: { url: "${url}"${token} }\n`);
        const trouble = await train(join(tiny.dir, 'run.yaml'), { ASSAY_TOKEN: 'of-the-process' });
        assert.equal(trouble, '');
        // Ten prompts twice before and after the step, and its four groups of four.
        assert.equal(asked.flatMap(({ samples }) => samples).length, 20 + 16 + 20);
        for (const { path, authorization } of asked) {
          assert.equal(path, '/v1/score/batch');
          assert.equal(authorization, `Bearer ${expected}`);
        }
        const rollouts = join(tiny.dir, 'run/rollouts/step-00000001.jsonl');
        const rows = (await readFile(rollouts, 'utf8')).trim().split('\n');
        for (const row of rows) {
          const { score, flags } = JSON.parse(row);
          assert.deepEqual([score, flags], [0.5, ['hedged']]);
        }
        const told = await readFile(join(tiny.dir, 'run/config.json'), 'utf8');
        assert.ok(!told.includes('of-the-file'), 'a run directory is passed on; the token is not');
      } finally {
        server.close();
        server.closeAllConnections();
      }
    });
  }
});
