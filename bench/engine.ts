/**
 * Samples a second through the engine, per verifier: in process, and over HTTP on loopback with the
 * same scorer, the client in the same process.
 */
import { pino } from 'pino';
import { puzzles } from '../datasets/index.ts';
import { loadConfig } from '../src/config.ts';
import type { ScoredBatch } from '../src/engine/index.ts';
import { openServer, type RunningServer } from '../src/server/index.ts';
import type { VerifierId } from '../verifiers/contract.ts';
import type { Bench, Figure } from './report.ts';

interface Workload {
  readonly verifier: VerifierId;
  readonly batch: number;
  readonly text: string;
  /** Row `i`: no two are equal, so that none is scored as a duplicate. */
  row(i: number): object;
}

/** Batches under way at one time. */
const inFlight = 4;

const filler = 'Let us look at each case in turn and write down what follows from it. '.repeat(12);

const workloads: readonly Workload[] = [
  {
    verifier: 'math',
    batch: 256,
    text: 'batches of 256, fractions, half of them written as decimals',
    row: (i) => ({
      verifier: 'math',
      response: `${filler}So the answer is \\boxed{${i % 2 ? `\\frac{${i}}{8}` : i / 8}}.`,
      reference: { answer: `\\frac{${i}}{8}` },
    }),
  },
  {
    verifier: 'stem',
    batch: 256,
    text: 'batches of 256, quantities with units',
    row: (i) => ({
      verifier: 'stem',
      response: `${filler}The distance is \\boxed{${i / 10}\\,\\text{km}}.`,
      reference: { answer: `${i * 100} m`, kind: 'quantity' },
    }),
  },
  {
    verifier: 'instruction',
    batch: 256,
    text: 'batches of 256, three instructions each',
    row: (i) => ({
      verifier: 'instruction',
      response: `${filler}\n\nitem ${i} and that is all there is to say about it`,
      reference: {
        instruction_id_list: [
          'punctuation:no_comma',
          'length_constraints:number_words',
          'keywords:existence',
        ],
        kwargs: [{}, { relation: 'at least', num_words: 50 }, { keywords: ['case', `item ${i}`] }],
      },
    }),
  },
  {
    verifier: 'logic',
    batch: 256,
    text: 'batches of 256, countdown puzzles with their own answers',
    row: (i) => {
      const [puzzle] = puzzles({ task: 'countdown', count: 1, seed: i });
      const { reference } = puzzle as { reference: { entry: { answer: string } } };
      return {
        verifier: 'logic',
        response: `${filler}<answer>${reference.entry.answer}</answer>`,
        reference,
      };
    },
  },
  {
    verifier: 'code',
    batch: 32,
    text: 'batches of 32, JavaScript functions, 5 tests each',
    row: (i) => ({
      verifier: 'code',
      response: `\`\`\`javascript\nfunction f(x) { return x + ${i}; }\n\`\`\``,
      reference: {
        language: 'javascript',
        tests: {
          kind: 'function',
          fn_name: 'f',
          inputs: [[0], [1], [2], [3], [4]],
          outputs: [0, 1, 2, 3, 4].map((x) => x + i),
        },
      },
    }),
  },
];

/** Figures come in pairs; the two ways take turns, so that a busy moment hits both. */
const bench: Bench = async function* ({ quick }) {
  const config = loadConfig({}, { port: 0, sandbox: 'lazy' });
  await using server = await openServer(config, { log: pino({ level: 'silent' }) });
  const seconds = quick ? 1.5 : 6;
  for (const workload of workloads) {
    let next = 0;
    const batches = () =>
      Array.from({ length: inFlight }, () =>
        Array.from({ length: workload.batch }, () => workload.row(next++)),
      );
    const inProcess: Way = { score: (rows) => server.scorer.scoreAll(rows), samples: 0, ms: 0 };
    const overHttp: Way = { score: (rows) => post(server, rows), samples: 0, ms: 0 };
    check(await inProcess.score(batches().flat()), workload); // threads, sandbox and code are warm
    while (inProcess.ms + overHttp.ms < 2_000 * seconds) {
      for (const way of [inProcess, overHttp]) await timed(way, batches(), workload);
    }
    const rate = ({ samples, ms }: Way) => (1000 * samples) / ms;
    const figure = (name: string, value: number): Figure => ({
      bench: 'engine',
      figure: `${workload.verifier}, ${name}`,
      value,
      unit: 'samples/s',
      workload: workload.text,
    });
    yield figure('in process', rate(inProcess));
    yield {
      ...figure('over HTTP', rate(overHttp)),
      baseline: 'in process',
      ratio: rate(overHttp) / rate(inProcess),
    };
  }
};

export default bench;

/** One way to have batches scored, and what it took so far. */
interface Way {
  readonly score: (rows: readonly object[]) => Promise<ScoredBatch>;
  samples: number;
  ms: number;
}

async function timed(way: Way, batches: readonly object[][], workload: Workload): Promise<void> {
  const start = performance.now();
  const scored = await Promise.all(batches.map(way.score));
  way.ms += performance.now() - start;
  for (const batch of scored) {
    way.samples += batch.verdicts.length;
    check(batch, workload);
  }
}

async function post({ url }: RunningServer, samples: readonly object[]): Promise<ScoredBatch> {
  const response = await fetch(`${url}/v1/score/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ samples }),
  });
  return (await response.json()) as ScoredBatch;
}

/** A figure of wrong verdicts is worth nothing. */
function check({ verdicts }: ScoredBatch, { verifier }: Workload): void {
  const wrong = verdicts.find((verdict) => !verdict.correct);
  if (wrong) throw new Error(`Expected full marks from ${verifier}, got ${JSON.stringify(wrong)}`);
}
