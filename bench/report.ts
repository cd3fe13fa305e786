import { spawnSync } from 'node:child_process';
import { availableParallelism, cpus, release } from 'node:os';

/** One published figure: printed as a line for people, or as JSON with --json. */
export interface Figure {
  readonly bench: string;
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  readonly workload: string;
  /** What `ratio` compares with, measured in the same run. */
  readonly baseline?: string;
  /** Greater is better. */
  readonly ratio?: number;
}

export interface BenchOptions {
  /** End within 60 seconds, all benches of the call together. */
  readonly quick: boolean;
}

export type Bench = (options: BenchOptions) => AsyncIterable<Figure>;

export function formatFigure(f: Figure): string {
  const ratio = f.ratio === undefined ? '' : `  ${f.ratio.toFixed(2)}x ${f.baseline}`;
  return `${f.bench.padEnd(12)} ${f.figure.padEnd(44)} ${rounded(f.value).padStart(10)} ${f.unit}${ratio}  [${f.workload}]`;
}

/**
 * What a process costs this host: the mean of starting one, milliseconds, and of touching a page of
 * fresh memory, microseconds. Virtual machines differ in both by more than ten.
 */
export function hostCosts(): { readonly processMs: number; readonly pageUs: number } {
  const started = performance.now();
  const processes = 50;
  for (let i = 0; i < processes; i++) spawnSync('/bin/true', { stdio: 'ignore' });
  const processMs = (performance.now() - started) / processes;
  const [pageBytes, pages] = [4096, 1 << 14];
  const fresh = Buffer.allocUnsafeSlow(pageBytes * pages);
  const begun = performance.now();
  for (let i = 0; i < pages; i++) fresh[i * pageBytes] = 1;
  return { processMs, pageUs: (1000 * (performance.now() - begun)) / pages };
}

/** The figures of one run as a page, with the machine and the day. */
export function page(figures: readonly Figure[], costs: ReturnType<typeof hostCosts>): string {
  const [cpu] = cpus();
  const day = new Date().toISOString().slice(0, 10);
  const rows = figures.map(({ bench, figure, value, unit, baseline, ratio, workload }) => {
    const against = ratio === undefined ? '' : `${ratio.toFixed(2)}× ${baseline}`;
    return `| ${[bench, figure, `${rounded(value)} ${unit}`, against, workload].join(' | ')} |`;
  });
  return `# Benchmarks

Measured on ${day}: ${cpu?.model.trim() ?? 'unknown processor'}, ${availableParallelism()} cores, Linux ${release()}, Node ${process.version}, by
\`npm run -s bench -- --write docs/benchmarks.md\` (names before \`--write\` measure a part). A ratio is against a
baseline of the same run; greater is better. What the sandbox does is mostly starting processes and touching their
memory: on this host \`/bin/true\` took ${costs.processMs.toFixed(1)} ms, a page of fresh memory ${costs.pageUs.toFixed(1)} µs.

| bench | figure | measured | against | workload |
|---|---|---|---|---|
${rows.join('\n')}
`;
}

/** A decimal, and two more for what is small. */
function rounded(value: number): string {
  return value.toFixed(Math.abs(value) < 10 ? 3 : 1);
}
