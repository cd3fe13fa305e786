/** SIGTERM to a serving process: the batch under way is answered, and the process ends with 0. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { it } from 'node:test';
import { sample } from '../engine/fakes.ts';
import { post } from './harness.ts';

const program = `
  const { openTestServer } = await import('${new URL('./harness.ts', import.meta.url)}');
  const { untilSignal } = await import('${new URL('../../src/server/index.ts', import.meta.url)}');
  const asked = untilSignal();
  const server = await openTestServer();
  console.log(server.url);
  await asked;
  console.log('asked');
  await server.close();
  console.log('closed');
`;

it('drains on SIGTERM', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const lines: string[] = [];
  child.stdout.on('data', (chunk) => lines.push(...String(chunk).trimEnd().split('\n')));
  await Promise.race([once(child.stdout, 'data'), exited]);
  const rows = Array.from({ length: 40 }, (_, i) =>
    sample('42', { verifier: 'code', prompt: `${i}` }),
  );
  const held = post(`${lines[0]}/v1/score/batch`, { samples: rows });
  const warm = await post(`${lines[0]}/v1/score`, sample('42'));
  assert.equal(warm.body.reward, 1);
  child.kill('SIGTERM');
  assert.deepEqual((await held).body.summary.causes, { equal: 40 });
  const [code] = await exited;
  assert.equal(code, 0);
  assert.deepEqual(lines.slice(1), ['asked', 'closed']);
});
