/** metrics.jsonl: one line a step or evaluation. A run that goes on drops the lines after its checkpoint. */
import { type FileHandle, open } from 'node:fs/promises';
import { readJsonl } from '../../../datasets/io/jsonl.ts';
import { textChunks, writeFileAtomic } from '../checkpoint/atomic.ts';
import type { Metrics } from './metrics.ts';
import type { Timeline } from './timeline.ts';

export interface MetricsLine {
  readonly step: number;
  readonly stage: string;
  readonly kind: 'step' | 'evaluation';
  readonly metrics: Metrics;
  readonly timeline?: Timeline | undefined;
}

export interface MetricsFile extends AsyncDisposable {
  write(line: MetricsLine): Promise<void>;
}

/** @param after the step that the run goes on from; 0 for one that begins. */
export async function openMetricsFile(path: string, after: number): Promise<MetricsFile> {
  const kept: string[] = [];
  for (const line of await readMetrics(path)) {
    if (line.step <= after && (after > 0 || line.step > 0)) kept.push(render(line));
  }
  await writeFileAtomic(path, textChunks(kept.join('')));
  const file: FileHandle = await open(path, 'a');
  return {
    write: (line) => file.appendFile(render(line)),
    [Symbol.asyncDispose]: () => file.close(),
  };
}

/** The lines of a run so far; a last line that was cut off is left out. */
export async function readMetrics(path: string): Promise<MetricsLine[]> {
  const lines: MetricsLine[] = [];
  try {
    for await (const line of readJsonl(path)) {
      if (line.kind === 'row') lines.push(line.value as MetricsLine);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return lines;
}

function render(line: MetricsLine): string {
  return `${JSON.stringify(line)}\n`;
}
