/** Whatever comes in: a coded error, or an unscorable verdict for that sample and no other. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { RunningServer } from '../../src/server/index.ts';
import { sample } from '../engine/fakes.ts';
import { openTestServer, post } from './harness.ts';

let server: RunningServer;
before(async () => {
  server = await openTestServer({ bodyLimit: '32MiB', maxQueued: 100 });
});
after(() => server.close());

const good = sample('42', { id: 'good' });
const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

/** Bodies that are refused whole. */
const refused: readonly [string, unknown, number, string, RegExp][] = [
  ['no body', '', 400, 'invalid_json', /got none/],
  ['half a body', '{"samples": [', 400, 'invalid_json', /position 13/],
  ['a comment', '// hello', 400, 'invalid_json', /position 0/],
  ['broken UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 400, 'invalid_json', /UTF-8/],
  ['text', '"samples"', 400, 'invalid_request', /Expected body to be an object/],
  ['an array', '[]', 400, 'invalid_request', /Expected body to be an object, got an array of 0/],
  ['brackets never closed', '['.repeat(100_000), 400, 'invalid_json', /Expected/],
  ['only brackets', deep, 400, 'invalid_request', /Expected body to be an object/],
  ['no samples', {}, 400, 'invalid_request', /Expected samples to be an array, got nothing/],
  ['samples no array', { samples: 5 }, 400, 'invalid_request', /samples.*an array, got number 5/],
  [
    'a deadline of zero',
    { samples: [], deadline_ms: 0 },
    400,
    'invalid_request',
    /deadline_ms to be a number of at least 1, got number 0/,
  ],
  [
    'a deadline in words',
    { samples: [], deadline_ms: 'soon' },
    400,
    'invalid_request',
    /deadline_ms to be a number, got the string "soon"/,
  ],
  [
    'an unknown response',
    { samples: [], response: 'loud' },
    400,
    'invalid_request',
    /response to be one of "full", "brief"/,
  ],
  [
    'more than can ever fit',
    { samples: new Array(101).fill(1) },
    413,
    'batch_too_large',
    /at most 100 samples, got 101/,
  ],
  ['33 MB', `"${'x'.repeat(33 << 20)}"`, 413, 'payload_too_large', /at most 33554432 bytes/],
];

/** Rows as JSON text, each sent between two good ones. */
const rows: readonly [string, string, string, RegExp][] = [
  ['null', 'null', 'invalid_sample', /Expected sample to be an object, got null/],
  ['a number', '7', 'invalid_sample', /got number 7/],
  ['an array', '[]', 'invalid_sample', /got an array of 0/],
  ['nothing in it', '{}', 'invalid_sample', /Expected verifier to be one of "math"/],
  [
    'an unknown verifier',
    '{"verifier":"oracle","response":"","reference":{}}',
    'invalid_sample',
    /verifier to be one of .*, got the string "oracle"/,
  ],
  [
    'a verifier that is not there',
    '{"verifier":"stem","response":"","reference":{}}',
    'invalid_sample',
    /verifier to be one of math, code, got stem/,
  ],
  [
    'no response',
    '{"verifier":"math","reference":{"answer":"42"}}',
    'invalid_sample',
    /Expected response to be a string, got nothing/,
  ],
  [
    'a response of numbers',
    '{"verifier":"math","response":[42],"reference":{"answer":"42"}}',
    'invalid_sample',
    /response to be a string, got an array of 1/,
  ],
  [
    'no reference',
    '{"verifier":"math","response":"42"}',
    'invalid_sample',
    /Expected reference to be given, got nothing/,
  ],
  [
    'a reference of another type',
    '{"verifier":"math","response":"42","reference":"42"}',
    'reference_invalid',
    /reference to be an object, got the string "42"/,
  ],
  [
    'a reference field of another type',
    '{"verifier":"math","response":"42","reference":{"answer":42}}',
    'reference_invalid',
    /reference.answer to be a string, got number 42/,
  ],
  [
    'an unknown option',
    '{"verifier":"math","response":"42","reference":{"answer":"42"},"options":{"mode":"x"}}',
    'reference_invalid',
    /options.mode to be one of "plain", "shout", got the string "x"/,
  ],
  [
    'NaN as id',
    '{"id":NaN,"verifier":"math","response":"42","reference":{"answer":"42"}}',
    'invalid_sample',
    /Expected id to be a string or a number, got number NaN/,
  ],
  [
    'NaN as answer',
    '{"verifier":"math","response":"42","reference":{"answer":NaN}}',
    'reference_invalid',
    /reference.answer to be a string, got number NaN/,
  ],
  [
    'a deep reference',
    `{"verifier":"math","response":"42","reference":${deep}}`,
    'invalid_sample',
    /Expected reference to be nested at most 256 deep/,
  ],
  [
    'a deep prompt',
    `{"verifier":"math","response":"42","reference":{"answer":"42"},"prompt":[{"role":"user","content":${deep}}]}`,
    'invalid_sample',
    /Expected prompt to be nested at most 256 deep/,
  ],
  [
    'a prompt of another type',
    '{"verifier":"math","response":"42","reference":{"answer":"42"},"prompt":5}',
    'invalid_sample',
    /prompt to be a string or an array, got number 5/,
  ],
];

/** Rows that are odd and scored all the same. */
const odd: readonly [string, string, string | number, number, string][] = [
  [
    'a lone surrogate',
    '{"id":"\\ud800","verifier":"math","response":"\\udfff","reference":{"answer":"\\udfff"}}',
    '\ud800',
    1,
    'equal',
  ],
  [
    'an id beyond 2^53',
    '{"id":12345678901234567890,"verifier":"math","response":"42","reference":{"answer":"42"}}',
    '12345678901234567890',
    1,
    'equal',
  ],
  [
    'a key __proto__',
    '{"id":1,"verifier":"math","response":"42","reference":{"answer":"42","__proto__":{"x":1}},"__proto__":{"id":5}}',
    1,
    1,
    'equal',
  ],
  [
    'a deep field nobody reads',
    `{"id":"m","verifier":"math","response":"42","reference":{"answer":"42"},"meta":${deep}}`,
    'm',
    1,
    'equal',
  ],
  [
    '10 MB',
    `{"id":"big","verifier":"math","response":"${'x'.repeat(10 << 20)}","reference":{"answer":"42"}}`,
    'big',
    0,
    'too_long',
  ],
];

const batchOf = (row: string) =>
  `{"samples":[${JSON.stringify(good)},${row},${JSON.stringify(good)}]}`;

describe('bad input', () => {
  for (const [why, body, status, code, detail] of refused) {
    it(`refuses ${why}`, async () => {
      const answer = await post(`${server.url}/v1/score/batch`, body);
      assert.equal(answer.status, status);
      assert.equal(answer.headers.get('content-type'), 'application/problem+json; charset=utf-8');
      assert.equal(answer.body.code, code);
      assert.equal(answer.body.status, status);
      assert.match(answer.body.detail, detail);
      if (code === 'invalid_request') {
        for (const key of ['field', 'expected', 'got'])
          assert.equal(typeof answer.body[key], 'string');
      }
    });
  }

  for (const [why, row, cause, message] of rows) {
    it(`costs a row that is ${why} its verdict only`, async () => {
      const { status, body } = await post(`${server.url}/v1/score/batch`, batchOf(row));
      assert.equal(status, 200);
      const [before, bad, next] = body.verdicts;
      assert.deepEqual([before.id, before.reward, next.reward], ['good', 1, 1]);
      assert.equal(bad.status, 'unscorable');
      assert.equal(bad.reward, null);
      assert.equal(bad.correct, null);
      assert.equal(bad.cause, cause);
      assert.equal(bad.id, 1);
      assert.match(bad.message, message);
    });
  }

  for (const [why, row, id, reward, cause] of odd) {
    it(`scores a row with ${why}`, async () => {
      const { status, body } = await post(`${server.url}/v1/score/batch`, batchOf(row));
      assert.equal(status, 200);
      const verdict = body.verdicts[1];
      assert.deepEqual([verdict.id, verdict.reward, verdict.cause], [id, reward, cause]);
      assert.equal(body.verdicts[0].reward + body.verdicts[2].reward, 2);
    });
  }

  it('answers an empty batch', async () => {
    const { status, body } = await post(`${server.url}/v1/score/batch`, { samples: [] });
    assert.equal(status, 200);
    assert.deepEqual(body.verdicts, []);
    assert.equal(body.summary.count, 0);
    assert.equal(body.summary.mean_reward, null);
  });

  it('answers duplicate ids each', async () => {
    const { body } = await post(`${server.url}/v1/score/batch`, { samples: [good, good, good] });
    assert.deepEqual(
      body.verdicts.map(({ id, reward }: { id: string; reward: number }) => [id, reward]),
      [
        ['good', 1],
        ['good', 1],
        ['good', 1],
      ],
    );
  });

  it('says of one sample what is wrong with it', async () => {
    const { status, body } = await post(`${server.url}/v1/score`, { ...good, response: 5 });
    assert.equal(status, 400);
    assert.deepEqual(
      [body.code, body.field, body.expected, body.got],
      ['invalid_request', 'response', 'a string', 'number 5'],
    );
    const reference = await post(`${server.url}/v1/score`, { ...good, reference: {} });
    assert.equal(reference.status, 200);
    assert.equal(reference.body.cause, 'reference_invalid');
  });

  it('reads other content types and encodings as they are', async () => {
    const url = `${server.url}/v1/score`;
    const type = (value: string) => ({ 'content-type': value });
    assert.equal((await post(url, good, type('text/plain'))).body.code, 'unsupported_media_type');
    assert.equal((await post(url, good, type('application/json; charset=latin1'))).status, 415);
    assert.equal((await post(url, good, { 'content-encoding': 'rot13' })).status, 415);
    assert.equal(
      (await post(url, good, type('application/vnd.x+json; charset="UTF-8"'))).status,
      200,
    );
    const zipped = gzipSync(JSON.stringify(good));
    assert.equal((await post(url, zipped, { 'content-encoding': 'gzip' })).body.reward, 1);
    const bomb = gzipSync(Buffer.alloc(40 << 20, 32));
    assert.equal((await post(url, bomb, { 'content-encoding': 'gzip' })).status, 413);
  });

  it('is well after all of it', async () => {
    assert.equal((await post(`${server.url}/v1/score`, good)).body.reward, 1);
    assert.equal(server.scorer.status().queued, 0);
  });
});
