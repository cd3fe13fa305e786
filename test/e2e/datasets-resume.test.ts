/**
 * Runs that are cut short and go on: after any kill and --resume the output is that of a run that
 * was let be, byte for byte but for the times. ASSAY_KILLS=20 kills oftener.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openRows } from '../../datasets/io/rows.ts';
import { openWriter } from '../../datasets/io/writer.ts';
import { createRng } from '../../verifiers/random.ts';
import { assay, assayUntil, type Done } from '../support/run.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-resume-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const kills = Number(process.env.ASSAY_KILLS ?? 2);
const count = kills > 5 ? 6000 : 3000;

/** Answers that take a moment, so that a kill finds a run under way; some rows cannot be scored. */
const row = (n: number) => ({
  ...(n % 5 !== 0 && { id: `row-${n}` }),
  problem: `Problem ${n}`,
  answer: n % 97 === 0 ? '' : `\\int_0^{${n}} x^2 dx`,
  responses: [`\\boxed{\\frac{${n}^3}{3}}`, `\\boxed{${n}}`],
});

async function inputs(): Promise<void> {
  writeFileSync(
    join(folder, 'a.jsonl'),
    Array.from({ length: count / 2 }, (_, n) => `${JSON.stringify(row(n))}\n`).join(''),
  );
  const writer = await openWriter(join(folder, 'b.parquet'));
  for (let n = count / 2; n < count; n++) await writer.write(row(n));
  await writer.commit();
}

/** What a file says, times left out. */
async function settled(name: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const read of openRows(join(folder, name))) {
    assert.ok(read.kind === 'row', JSON.stringify(read));
    const text = JSON.stringify(read.value, (key, value) =>
      key === 'verdicts' && typeof value === 'string' ? JSON.parse(value) : value,
    );
    lines.push(text.replaceAll(/"ms":[\d.e+-]+/g, '"ms":0'));
  }
  return lines;
}

const command = (name: string, ...more: string[]) => [
  'score', 'a.jsonl', 'b.parquet', '--output', name, '--keep', '--failed', `failed-${name}.jsonl`, '--workers', '2', ...more,
]; // biome-ignore format: one line

/** The last lines of a run: the summary, which must not depend on how often it was cut. */
const summaryOf = ({ stderr }: Done) => stderr.slice(stderr.search(/^\d+ verdicts/m));

for (const output of ['out.jsonl', 'out.parquet']) {
  test(`killed ${kills} times, then the same ${output}`, { timeout: 600_000 }, async () => {
    await inputs();
    const whole = `whole-${output}`;
    const start = performance.now();
    const undisturbed = assay(folder, command(whole));
    const took = performance.now() - start;
    assert.equal(undisturbed.status, 0, undisturbed.stderr);

    const rng = createRng(11);
    let killed = 0;
    let done: Done | null = null;
    for (let tries = 0; killed < kills && tries < 4 * kills; tries++) {
      const after = (0.15 + rng.random()) * took * (kills > 5 ? 0.5 : 0.7);
      const run = await assayUntil(folder, command(output, '--resume'), 'SIGKILL', after);
      if (run.status === 0) {
        done = run;
        break;
      }
      assert.equal(run.status, null, run.stderr);
      assert.ok(
        !existsSync(join(folder, output)) || readdirSync(folder).includes(`${output}.journal`),
      );
      killed++;
    }
    done ??= assay(folder, command(output, '--resume'));
    assert.equal(done.status, 0, done.stderr);
    assert.ok(killed > 0, 'at least one kill came in time');
    assert.deepEqual(await settled(output), await settled(whole));
    assert.deepEqual(
      await settled(`failed-${output}.jsonl`),
      await settled(`failed-${whole}.jsonl`),
    );
    assert.equal(summaryOf(done), summaryOf(undisturbed));
    const left = readdirSync(folder).filter((name) => /\.(?:part|journal|new|tmp)$/.test(name));
    assert.deepEqual(left, []);
  });
}

test('Ctrl-C ends the rows under way, says how to go on, and what goes on is the same', async (t) => {
  await inputs();
  const args = command('asked.jsonl', '--report', 'report.html');
  const now = new AbortController();
  const watch = setInterval(() => {
    if (existsSync(join(folder, 'asked.jsonl.journal'))) now.abort();
  }, 20);
  const run = await assayUntil(folder, args, 'SIGINT', 300_000, {
    group: true,
    signal: now.signal,
  });
  clearInterval(watch);
  if (run.status === 0) return t.skip('SKIPPED: the run ended before it could be interrupted');
  assert.equal(run.status, 1, run.stderr);
  assert.match(
    run.stderr,
    /interrupted after \d+ rows; what is done is safe \(asked.jsonl.journal\): the same command with --resume/,
  );
  const journal = JSON.parse(readFileSync(join(folder, 'asked.jsonl.journal'), 'utf8'));
  assert.ok(journal.state.rows > 0 && journal.state.rows < count, run.stderr);

  const again = assay(folder, args);
  assert.equal(again.status, 2);
  assert.match(again.stderr, /asked.jsonl.journal is of a run that was cut short after \d+ rows/);
  const other = assay(folder, [...args, '--resume', '--limit', '9']);
  assert.equal(other.status, 2);
  assert.match(other.stderr, /limit was "none", is 9/);
  writeFileSync(join(folder, 'a.jsonl'), '{}\n', { flag: 'a' });
  assert.match(assay(folder, [...args, '--resume']).stderr, /inputs was/);
  await inputs();

  const done = assay(folder, [...args, '--resume']);
  assert.equal(done.status, 0, done.stderr);
  const whole = assay(folder, command('unasked.jsonl'));
  assert.deepEqual(await settled('asked.jsonl'), await settled('unasked.jsonl'));
  assert.equal(summaryOf(done), summaryOf(whole));
  const page = readFileSync(join(folder, 'report.html'), 'utf8');
  assert.match(
    page,
    new RegExp(`${(2 * count) / 1000}[,\u202f ]?000`),
    'the report has the rows of both runs',
  );
});
