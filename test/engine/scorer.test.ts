/** The scorer as its callers see it, over fake verifiers. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openScorer, type Scored, type Scorer } from '../../src/engine/index.ts';
import { AssayError } from '../../src/errors.ts';
import { parseJson } from '../../verifiers/json.ts';
import { fakes, judged, sample } from './fakes.ts';

async function collect(batch: AsyncIterable<Scored>): Promise<Scored[]> {
  const all: Scored[] = [];
  for await (const each of batch) all.push(each);
  return all;
}

describe('a scorer', () => {
  const logged: string[] = [];
  let scorer: Scorer;
  before(async () => {
    const log = {
      warn: (fields: object, text: string) => logged.push(`${text} ${JSON.stringify(fields)}`),
    };
    scorer = await openScorer({ ...fakes, maxQueued: 400, log });
  });
  after(() => scorer[Symbol.asyncDispose]());

  it('gives every row its verdict under its own id, off the main thread', async () => {
    const rows = [
      sample('42', { id: 'a' }),
      sample('41', { id: 7 }),
      sample('42'),
      sample('42', { id: null, prompt: null, options: null }),
      sample('42', { id: 'a', options: { mode: 'shout' } }),
    ];
    const { verdicts, summary } = await scorer.scoreAll(rows);
    assert.deepEqual(
      verdicts.map(({ id, reward, correct, cause }) => [id, reward, correct, cause]),
      [
        ['a', 1, true, 'equal'],
        [7, 0, false, 'wrong_answer'],
        [2, 1, true, 'equal'],
        [3, 1, true, 'equal'],
        ['a', 1, true, 'equal'],
      ],
    );
    assert.equal(verdicts[4]?.parts?.mode, 'shout');
    for (const { parts, ms } of verdicts) {
      assert.ok((parts?.thread as number) > 0);
      assert.ok(ms >= 0);
    }
    assert.deepEqual(summary, {
      count: 5,
      scored: 5,
      unscorable: 0,
      correct: 4,
      meanReward: 0.8,
      causes: { equal: 4, wrong_answer: 1 },
      verifiers: { math: { count: 5, scored: 5, meanReward: 0.8 } },
    });
  });

  it('scores one', async () => {
    const verdict = await scorer.score(sample('42', { id: 'one' }));
    assert.equal(verdict.id, 'one');
    assert.equal(verdict.reward, 1);
  });

  it('scores an empty batch', async () => {
    const { verdicts, summary } = await scorer.scoreAll([]);
    assert.deepEqual(verdicts, []);
    assert.equal(summary.meanReward, null);
    assert.deepEqual(await collect(scorer.scoreBatch([])), []);
  });

  it('judges equal rows once and answers each', async () => {
    const start = judged.count;
    const row = sample('42', { verifier: 'code' });
    const rows = [
      ...Array.from({ length: 20 }, (_, id) => ({ ...row, id })),
      { ...row, id: 'other response', response: '43' },
      { ...row, id: 'other options', options: { mode: 'shout' } },
      { ...row, id: 'other prompt', prompt: 'p' },
    ];
    const { verdicts } = await scorer.scoreAll(rows);
    assert.equal(judged.count - start, 4);
    assert.deepEqual(
      verdicts.map((verdict) => verdict.id),
      rows.map((each) => each.id),
    );
    assert.equal(verdicts.filter((verdict) => verdict.correct).length, 22);
  });

  it('keeps the fault of one row to that row', async () => {
    const bad: [string, string, number | null][] = [
      ['loop', 'internal', null],
      ['block', 'internal', null],
      ['exit', 'internal', null],
      ['throw', 'internal', null],
      ['nan', 'internal', null],
      ['two', 'internal', null],
      ['function', 'internal', null],
      ['steps', 'step_limit', 0],
    ];
    const rows = bad.flatMap(([response]) => [
      sample(response, { id: response }),
      ...Array.from({ length: 12 }, (_, i) => sample('42', { prompt: `${response} ${i}` })),
      sample('throw', { verifier: 'code', id: `program ${response}`, prompt: response }),
    ]);
    const scored = await collect(scorer.scoreBatch(rows));
    assert.deepEqual(
      scored.map(({ index }) => index).sort((a, b) => a - b),
      rows.map((_, index) => index),
    );
    const byId = new Map(scored.map(({ verdict }) => [verdict.id, verdict]));
    for (const [response, cause, reward] of bad) {
      const verdict = byId.get(response);
      assert.equal(verdict?.cause, cause, response);
      assert.equal(verdict?.reward, reward, response);
      assert.equal(byId.get(`program ${response}`)?.cause, 'internal');
    }
    assert.equal(scored.filter(({ verdict }) => verdict.correct).length, 12 * bad.length);
  });

  it('never logs what a response says', () => {
    assert.ok(logged.some((line) => line.startsWith('a verifier failed')));
    assert.ok(logged.some((line) => line.startsWith('a verifier thread was replaced')));
    assert.doesNotMatch(logged.join('\n'), /secret/);
  });

  it('takes proxies and floats, and refuses what is no data', async () => {
    const rows = [
      new Proxy(sample('42', { reference: new Proxy({ answer: '42' }, {}) }), {}),
      sample('42', { reference: parseJson('{"answer":"42","weight":1.0}') }),
      sample('42', { reference: { answer: '42', weight: 10n ** 30n, not: Number.NaN } }),
      sample('42', { reference: { answer: '42', judge: () => 1 } }),
      sample('42', { options: { mode: 'shout', at: new Date(0) } }),
      Object.defineProperty({}, 'verifier', {
        enumerable: true,
        get: () => {
          throw new Error('no');
        },
      }),
    ];
    const { verdicts } = await scorer.scoreAll(rows);
    assert.deepEqual(
      verdicts.map(({ cause }) => cause),
      ['equal', 'equal', 'equal', 'invalid_sample', 'invalid_sample', 'invalid_sample'],
    );
    assert.equal(scorer.status().queued, 0);
  });

  it('cuts a long echo', async () => {
    const verdict = await scorer.score(sample('long'));
    assert.ok((verdict.extracted?.length ?? 0) < 20_000);
  });

  it('meets a deadline with what it has', async () => {
    await scorer.score(sample('42')); // a thread is up again
    const rows = [
      sample('42', { verifier: 'code' }),
      sample('42'),
      sample('wait', { verifier: 'code' }),
      sample('deaf', { verifier: 'code', prompt: 'a' }),
    ];
    const { verdicts } = await scorer.scoreAll(rows, { deadlineMs: 1_000 });
    assert.deepEqual(
      verdicts.map(({ cause }) => cause),
      ['equal', 'equal', 'deadline', 'deadline'],
    );
    assert.equal((await scorer.score(sample('loop'), { deadlineMs: 50 })).cause, 'deadline');
  });

  it('cancels on the caller’s signal, and before it starts', async () => {
    const abort = new AbortController();
    const batch = scorer.scoreBatch(
      [sample('42', { verifier: 'code' }), sample('wait', { verifier: 'code', id: 'w' })],
      { signal: abort.signal },
    );
    const scored: Scored[] = [];
    for await (const each of batch) {
      scored.push(each);
      abort.abort();
    }
    assert.deepEqual(
      scored.map(({ verdict }) => [verdict.id, verdict.cause]),
      [
        [0, 'equal'],
        ['w', 'cancelled'],
      ],
    );
    const none = await scorer.scoreAll([sample('42', { id: 'x' })], {
      signal: AbortSignal.abort(),
    });
    assert.deepEqual([none.verdicts[0]?.id, none.verdicts[0]?.cause], ['x', 'cancelled']);
  });

  it('refuses whole what does not fit, and has room again afterwards', async () => {
    const waiting = sample('wait', { verifier: 'code' });
    const rows = Array.from({ length: 300 }, (_, i) => ({ ...waiting, prompt: `${i}` }));
    const abort = new AbortController();
    const held = scorer.scoreAll(rows, { signal: abort.signal });
    assert.equal(scorer.status().queued, 300);
    assert.throws(() => scorer.scoreBatch(rows), coded('overloaded'));
    assert.throws(() => scorer.scoreBatch(new Array(401).fill(waiting)), coded('batch_too_large'));
    assert.equal((await scorer.score(sample('42'))).reward, 1);
    abort.abort();
    const { summary } = await held;
    assert.equal(summary.causes.cancelled, 300);
    await scorer.idle();
    assert.equal(scorer.status().queued, 0);
  });

  it('frees the places of a reader that leaves', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => sample('42', { prompt: `${i}` }));
    for await (const { verdict } of scorer.scoreBatch(rows)) {
      assert.equal(verdict.reward, 1);
      break;
    }
    assert.equal(scorer.status().queued, 0);
  });

  it('does not hold one row up behind a large batch', async () => {
    const order: string[] = [];
    const rows = Array.from({ length: 300 }, (_, i) =>
      sample('42', { verifier: 'code', prompt: `large ${i}` }),
    );
    const large = scorer.scoreAll(rows).then(() => order.push('large'));
    await scorer.score(sample('42', { verifier: 'code' }));
    order.push('small');
    await large;
    assert.deepEqual(order, ['small', 'large']);
  });
});

function coded(code: string): (error: unknown) => boolean {
  return (error) => error instanceof AssayError && error.code === code;
}

describe('a scorer that opens and closes', () => {
  it('runs out of one thread’s heap and goes on', async () => {
    await using scorer = await openScorer({ ...fakes, wallMs: 60_000, heapMb: 48 });
    const { verdicts } = await scorer.scoreAll([sample('hoard'), sample('42')]);
    assert.deepEqual(
      verdicts.map(({ cause }) => cause),
      ['internal', 'equal'],
    );
    assert.match(verdicts[0]?.message ?? '', /MEMORY/);
  });

  it('cancels what is under way when it closes', async () => {
    const scorer = await openScorer(fakes);
    const held = scorer.scoreAll([sample('deaf', { verifier: 'code' }), sample('loop')]);
    await scorer[Symbol.asyncDispose]();
    const { summary } = await held;
    assert.equal(summary.causes.cancelled, 2);
    assert.throws(() => scorer.scoreBatch([]), coded('draining'));
  });

  it('scores what needs no sandbox when there is none', async () => {
    let tries = 0;
    const openSandbox = async () => {
      tries++;
      throw new Error('no namespaces here');
    };
    await using scorer = await openScorer({ ...fakes, openSandbox });
    const rows = [sample('42'), sample('42', { verifier: 'code' })];
    const { verdicts } = await scorer.scoreAll(rows);
    assert.deepEqual(
      verdicts.map(({ cause, reward }) => [cause, reward]),
      [
        ['equal', 1],
        ['sandbox_unavailable', null],
      ],
    );
    assert.equal(tries, 1);
    await assert.rejects(openScorer({ ...fakes, openSandbox, sandbox: 'eager' }), /no namespaces/);
  });

  it('gives each program its own wall', async () => {
    await using scorer = await openScorer({ ...fakes, sampleMs: 50 });
    const { verdicts } = await scorer.scoreAll(
      ['deaf', 'wait', '42', 'language'].map((response) => sample(response, { verifier: 'code' })),
    );
    assert.deepEqual(
      verdicts.map(({ cause }) => cause),
      ['deadline', 'deadline', 'equal', 'language_unavailable'],
    );
  });

  it('says so when its threads cannot start', async () => {
    const table = new URL('./absent.ts', import.meta.url).href;
    await assert.rejects(openScorer({ ...fakes, table }), /absent/);
    const broken = new URL('./broken-table.ts', import.meta.url).href;
    await assert.rejects(openScorer({ ...fakes, table: broken }), /worker threads/);
  });
});
