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

/** A decimal, and two more for what is small. */
function rounded(value: number): string {
  return value.toFixed(Math.abs(value) < 10 ? 3 : 1);
}
