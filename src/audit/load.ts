/** How many questions a server answers at each concurrency. Bounded in time and count. */
import { ask, type Server } from './ask.ts';
import type { Ask } from './dialects/contract.ts';

export interface Load {
  readonly concurrency: number;
  readonly answered: number;
  /** Refused or failed. */
  readonly failed: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const levels = [1, 4, 16, 64];
const maxQuestions = 20_000;
const timeoutMs = 30_000;

export async function measure(server: Server, question: Ask, seconds: number): Promise<Load[]> {
  const loads: Load[] = [];
  for (const concurrency of levels) loads.push(await at(server, question, seconds, concurrency));
  return loads;
}

async function at(server: Server, question: Ask, seconds: number, concurrency: number) {
  const times: number[] = [];
  let failed = 0;
  const start = performance.now();
  const until = start + seconds * 1_000;
  const client = async () => {
    while (performance.now() < until && times.length + failed < maxQuestions) {
      const answer = await ask(server, question, timeoutMs);
      if (answer.kind === 'body') times.push(answer.ms);
      else failed++;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, client));
  const elapsed = (performance.now() - start) / 1_000;
  times.sort((a, b) => a - b);
  const quantile = (q: number) =>
    times[Math.min(times.length - 1, Math.floor(q * times.length))] ?? 0;
  return {
    concurrency,
    answered: times.length,
    failed,
    perSecond: Math.round((times.length / elapsed) * 10) / 10,
    p50Ms: quantile(0.5),
    p99Ms: quantile(0.99),
  };
}
