/** What travels through Redis comes out as it went in, and nothing else is believed. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Berths } from '../../src/engine/backends/queue/berths.ts';
import {
  packJob,
  packVerdicts,
  unpackJob,
  unpackVerdicts,
  write,
} from '../../src/engine/backends/queue/payload.ts';
import { toVerdict } from '../../src/engine/prepare.ts';
import { parseJson, stringifyJson } from '../../verifiers/json.ts';

const right = { status: 'scored', reward: 1, cause: 'equal' } as const;

describe('a job', () => {
  it('holds any data without loss', async () => {
    const value = fc.jsonValue({ maxDepth: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 20 }), async (rows) => {
        const { data } = await packJob(rows.map(write));
        assert.equal(stringifyJson(await unpackJob(data)), stringifyJson(rows));
      }),
      { numRuns: 60 },
    );
    const text = '[{"a":1.0,"b":12345678901234567890,"c":NaN,"d":-0.0,"__proto__":1,"e":[2.0,2]}]';
    const rows = parseJson(text, { nonFinite: true }) as unknown[];
    const { data } = await packJob(rows.map(write));
    assert.equal(stringifyJson(await unpackJob(data), { nonFinite: true }), text);
  });

  it('is named by its content', async () => {
    const id = async (...rows: unknown[]) => (await packJob(rows.map(write))).id;
    assert.equal(await id({ a: 1 }, 'x'), await id({ a: 1 }, 'x'));
    assert.notEqual(await id({ a: 1 }, 'x'), await id('x', { a: 1 }));
    assert.notEqual(await id(parseJson('{"a":1.0}')), await id({ a: 1 }));
    assert.doesNotMatch(await id(1), /:|^\d+$/); // BullMQ takes neither
  });

  it('of another layout, or cut, is refused', async () => {
    const { data } = await packJob([write(1), write(2)]);
    const bad = [null, {}, { ...data, v: 2 }, { ...data, samples: 3 }, { ...data, text: 'AAAA' }];
    for (const one of bad) await assert.rejects(unpackJob(one));
  });
});

describe('verdicts', () => {
  it('come back as they were', async () => {
    const verdicts = [
      toVerdict(
        'a',
        { ...right, parts: { big: 10n ** 30n, float: 0.5, list: [null, 'é\u2028'] } },
        1,
      ),
      toVerdict(7, { status: 'unscorable', cause: 'internal', message: 'm' }, 0.25),
    ];
    assert.deepEqual(await unpackVerdicts(await packVerdicts(verdicts), 2), verdicts);
  });

  it('are believed only when they are one a sample', async () => {
    const one = toVerdict(1, right, 1);
    const cases = [
      [await packVerdicts([one]), 2],
      [await packVerdicts([{ ...one, reward: 2 }]), 1],
      [await packVerdicts({} as never), 1],
      [Buffer.from('nonsense'), 1],
    ] as const;
    for (const [packed, count] of cases) {
      await assert.rejects(unpackVerdicts(packed, count), /Expected \d verdicts of a worker/);
    }
  });
});

it('no more is sent than there is room for, in the order asked', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 15 }), { maxLength: 40 }),
      async (sizes) => {
        const berths = new Berths({ jobs: 3, bytes: 12 });
        const inside: number[] = [];
        const order: number[] = [];
        await Promise.all(
          sizes.map(async (size, i) => {
            await berths.take(size);
            order.push(i);
            inside.push(size);
            const held = inside.reduce((sum, one) => sum + one, 0);
            assert.ok(inside.length <= 3 && (held <= 12 || inside.length === 1), inside.join());
            await new Promise((resolve) => setImmediate(resolve));
            inside.splice(inside.indexOf(size), 1);
            berths.leave(size);
          }),
        );
        assert.deepEqual(
          order,
          sizes.map((_, i) => i),
        );
      },
    ),
    { numRuns: 50 },
  );
});
