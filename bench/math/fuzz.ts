/**
 * Random bytes, random LaTeX and real answers with a piece changed: nothing may throw, every verdict
 * must be well formed and come out the same twice. Cases that the step budget stopped are counted
 * apart: being stopped is a verdict, but it should be rare, and the slowest case is what it costs.
 */

import { randomLatex } from '../../test/support/latex.ts';
import { mathFiles, mathMissing, mathRows } from '../../test/support/math.ts';
import type { Judgement, Refusal, Task } from '../../verifiers/contract.ts';
import { type MathOptions, type MathReference, math } from '../../verifiers/math/index.ts';
import { createRng, type Rng } from '../../verifiers/random.ts';
import type { BenchOptions, Figure } from '../report.ts';

const seed = 20_260;
/** Longest text that is drawn, UTF-16 units. */
const maxLength = 400;

const forms = ['text', 'answer'] as const;
const usual = forms.map((form) => math.options.parse({ form }));
/** Two profiles, and what both sides were read as. */
const widest = forms.map((form) => math.options.parse({ form, preset: 'paper', explain: true }));

type Case = Task<MathReference, MathOptions>;
type Draw = (rng: Rng) => readonly [gold: string, pred: string];

export async function* fuzzFigures({ quick }: BenchOptions): AsyncGenerator<Figure> {
  const answers = mathFiles
    .filter((name) => !mathMissing(name))
    .flatMap((name) => mathRows(name).flatMap(({ gold, pred }) => [gold, pred]))
    .filter((text) => text.length <= maxLength);
  const draws: Draw[] = [
    (rng) => [randomBytes(rng), randomBytes(rng)],
    (rng) => [randomLatex(rng, 4), randomLatex(rng, 4)],
  ];
  if (answers.length > 0) draws.push((rng) => mutated(rng, answers));
  const count = quick ? 20_000 : 1_000_000;
  const faults: string[] = [];
  let stopped = 0;
  let slowest = { ms: 0, text: '' };
  const rng = createRng(seed);
  let spent = 0;
  for (let k = 0; k < count; k++) {
    const task = drawn(rng, draws[k % draws.length] as Draw, k);
    const before = process.threadCpuUsage();
    const verdict = judged(task);
    const used = process.threadCpuUsage(before);
    const ms = (used.user + used.system) / 1e3;
    spent += ms;
    if (ms > slowest.ms) slowest = { ms, text: told(task) };
    const fault = faultOf(verdict) ?? (k % 97 === 0 ? changed(verdict, judged(task)) : null);
    if (fault !== null) faults.push(`${fault}: ${told(task)}`);
    if (verdict.cause === 'step_limit') stopped++;
  }
  const workload = `${count} cases: random bytes, random LaTeX${answers.length > 0 ? ', mutated real answers' : ''}; seed ${seed}`;
  const figure = (name: string, value: number, unit: string, note = ''): Figure => ({
    bench: 'math',
    figure: `fuzz, ${name}`,
    value,
    unit,
    workload: `${workload}${note}`,
  });
  yield figure('cases judged', (1_000 * count) / spent, 'cases/cpu-s');
  yield figure('slowest case', slowest.ms, 'CPU ms', `; ${slowest.text}`);
  yield figure('stopped by the step budget', stopped, 'cases');
  yield figure('violations', faults.length, 'cases');
  if (faults.length > 0) {
    const first = faults.slice(0, 20).join('\n');
    throw new Error(`fuzz: expected no violation, got ${faults.length}, first ones:\n${first}`);
  }
}

function drawn(rng: Rng, draw: Draw, k: number): Case {
  const [gold, pred] = draw(rng);
  const options = (k % 8 === 0 ? widest : usual)[rng.below(2)] as MathOptions;
  return { response: pred, prompt: undefined, reference: { answer: gold }, options };
}

type Verdict = Judgement | Refusal | { readonly status: 'thrown'; readonly cause: string };

function judged(task: Case): Verdict {
  try {
    return math.score(task);
  } catch (error) {
    const cause = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { status: 'thrown', cause };
  }
}

/** What is wrong with the verdict; null when nothing is. */
function faultOf(verdict: Verdict): string | null {
  if (verdict.status === 'thrown') return `threw ${verdict.cause}`;
  if (verdict.status === 'unscorable') {
    return verdict.cause === 'reference_invalid' ? null : `unscorable, ${verdict.cause}`;
  }
  const fits = verdict.reward === (verdict.cause === 'equal' ? 1 : 0);
  return fits ? null : `reward ${verdict.reward} for ${verdict.cause}`;
}

const changed = (first: Verdict, second: Verdict) =>
  JSON.stringify(first) === JSON.stringify(second) ? null : 'another verdict the second time';

const told = ({ reference, response, options }: Case) =>
  JSON.stringify([reference.answer, response, options.form]);

function randomBytes(rng: Rng): string {
  const bytes = Uint8Array.from({ length: rng.below(60) }, () => rng.getrandbits(8));
  return new TextDecoder(rng.below(2) === 0 ? 'latin1' : 'utf-8').decode(bytes);
}

/** A real answer against itself or another, with a piece dropped, doubled, moved or replaced. */
function mutated(rng: Rng, answers: readonly string[]): readonly [string, string] {
  const gold = rng.choice(answers);
  let pred = rng.below(4) === 0 ? rng.choice(answers) : gold;
  for (let edits = rng.randint(1, 3); edits > 0; edits--) pred = edited(rng, pred, answers);
  return rng.below(2) === 0 ? [gold, pred] : [pred, gold];
}

function edited(rng: Rng, text: string, answers: readonly string[]): string {
  const from = rng.below(text.length + 1);
  const to = Math.min(text.length, from + rng.below(8));
  const [head, piece, tail] = [text.slice(0, from), text.slice(from, to), text.slice(to)];
  const other = rng.choice(answers);
  const at = rng.below(other.length + 1);
  const parts: readonly string[] = [
    head + tail,
    head + piece + piece + tail,
    tail + piece + head,
    head + other.slice(at, at + 8) + tail,
    head + String.fromCharCode(rng.randint(32, 126)) + tail,
    head + piece.repeat(rng.below(12)) + tail,
  ];
  return rng.choice(parts).slice(0, maxLength);
}
