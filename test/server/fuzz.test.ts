/** Malformed requests over every route: an answer each, and none that says the fault is ours. */
import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import { test } from 'node:test';
import { routes } from '../../src/server/routes.ts';
import { createRng, type Rng } from '../../verifiers/random.ts';
import { get, openTestServer } from './harness.ts';

/** More by ASSAY_FUZZ=50000. */
const requests = Number(process.env.ASSAY_FUZZ ?? 5_000);
const lanes = 8;

const texts = [
  '', '{', '[]', 'null', '0', '"x"', '{}', '{"samples":', '{"samples":[]}', '{"samples":[1,null,{}]}', '{"samples":{"length":9}}',
  '{"__proto__":{"x":1},"constructor":1}', '{"query":["a"],"prompts":[1],"labels":{}}', '{"query":[],"prompts":[],"labels":[]}',
  '{"response":"x","label":{"verifier":"math"}}', '{"rows":[{"response":"x","label":[[[]]]}]}', '{"submissions":[{}]}',
  '{"language":"python","code":1}', '{"files":{"../x":""}}', '{"program":"","tests":"[]"}', '{"task":"sudoku","count":-1}',
  '{"verify_responses":[{"reward":"x"}]}', '{"response":{"output":[{"type":"message","content":7}]}}', '\ufeff{}', '{"a":1e999}',
  '{"samples":[{"verifier":"math","response":"\\ud800","reference":{}}]}', '['.repeat(2_000), `{"samples":[${'['.repeat(600)}]}`,
]; // biome-ignore format: a list
const types = [
  'application/json',
  'text/plain',
  'application/json; charset=latin1',
  'nonsense',
  '',
];
const suffixes = [
  '',
  '/',
  '?',
  '?verifier=chess',
  '?options={',
  '?unscorable=NaN',
  '?a=1&a=2&__proto__=x',
  '/../..',
  '/%ff',
  '//',
];

interface Shot {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer | undefined;
}

function draw(rng: Rng): Shot {
  const route = rng.choice(routes);
  const method =
    rng.random() < 0.7
      ? route.method.toUpperCase()
      : rng.choice(['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH']);
  const headers: Record<string, string> = { 'content-type': rng.choice(types) };
  if (rng.random() < 0.1) headers['content-encoding'] = rng.choice(['gzip', 'br', 'zip']);
  if (rng.random() < 0.1) headers['x-request-id'] = rng.choice(['a b', 'x'.repeat(500), '"']);
  if (rng.random() < 0.1) headers.accept = rng.choice(['application/x-ndjson', '*/*', 'image/png']);
  const path = route.path + rng.choice(suffixes);
  if (method === 'GET' || method === 'HEAD') return { method, path, headers, body: undefined };
  const body = mangled(rng, rng.choice(texts));
  headers['content-length'] = String(body.length); // node frames the body of some methods only so
  return { method, path, headers, body };
}

function mangled(rng: Rng, text: string): Buffer {
  const body = Buffer.from(text, 'utf8');
  for (let n = rng.below(4); n > 0 && body.length > 0; n--) {
    body[rng.below(body.length)] = rng.below(256);
  }
  return body;
}

test(`${requests} malformed requests`, { timeout: 600_000 }, async () => {
  await using server = await openTestServer({ requestMs: 10_000 });
  const agent = new Agent({ keepAlive: true, maxSockets: lanes });
  const { hostname, port } = new URL(server.url);
  const fire = (shot: Shot): Promise<number> =>
    new Promise((resolve, reject) => {
      const { method, path, headers, body } = shot;
      const sent = request({ hostname, port, agent, method, path, headers }, (answer) => {
        answer.resume();
        answer.once('end', () => resolve(answer.statusCode ?? 0));
      });
      sent.setTimeout(20_000, () => sent.destroy(new Error('no answer')));
      sent.once('error', reject);
      sent.end(body);
    });
  const rng = createRng(7);
  let left = requests;
  const lane = async () => {
    while (left-- > 0) {
      const shot = draw(rng);
      const said = `${shot.method} ${shot.path} ${JSON.stringify(shot.headers)} ${shot.body}`;
      const status = await fire(shot).catch((error) => assert.fail(`${said}: ${error}`));
      assert.ok(status < 500 || status === 503 || status === 504, `${status} for ${said}`);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  agent.destroy();
  const { body } = await get(`${server.url}/readyz`);
  assert.deepEqual([body.status, body.queued], ['ready', 0]);
});
