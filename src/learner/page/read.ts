/** Everything a page tells of a run, from its directory; what is not there yet is left out. */
import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { AssayError } from '../../errors.ts';
import { listCheckpoints } from '../run/checkpoints.ts';
import { readLines, readStart } from './lines.ts';
import { type RolloutCache, type Rollouts, readRollouts } from './rollouts.ts';
import type { RunLine } from './series.ts';
import { TimelineRead } from './timeline.ts';

export interface RunRead {
  readonly name: string;
  /** As the run wrote it down: {config, stages, hash}; null where there is none to read. */
  readonly config: unknown;
  readonly lines: readonly RunLine[];
  /** Lines of the metrics that could not be read. */
  readonly bad: number;
  /** There were more metrics than a page reads. */
  readonly cut: boolean;
  /** When the metrics were last written. */
  readonly written: Date | null;
  /** Steps of the checkpoints that are kept. */
  readonly checkpoints: readonly number[];
  readonly rollouts: Rollouts;
}

const maxMetricsBytes = 256 << 20;
const maxConfigBytes = 4 << 20;
const maxNames = 1000;

/** @throws AssayError `config_invalid` for a folder that is no run's. */
export async function readRun(dir: string, cache: RolloutCache = new Map()): Promise<RunRead> {
  const metricsPath = join(dir, 'metrics.jsonl');
  const [metrics, written, config, checkpoints, rollouts] = await Promise.all([
    readLines(metricsPath, maxMetricsBytes),
    stat(metricsPath).then(({ mtime }) => mtime, orNull),
    readStart(join(dir, 'config.json'), maxConfigBytes),
    listCheckpoints(dir),
    readRollouts(dir, cache),
  ]);
  if (written === null && config === null && checkpoints.length === 0 && rollouts.files === 0) {
    throw new AssayError(
      'config_invalid',
      `Expected the directory of a run (config.json, metrics.jsonl), got ${dir}`,
    );
  }
  const lines = metrics.values.flatMap(lineOf).toSorted((a, b) => a.step - b.step);
  return {
    ...{ name: basename(resolve(dir)), config: parsed(config?.start), lines, written, rollouts },
    bad: metrics.bad + metrics.values.length - lines.length,
    cut: metrics.cut,
    checkpoints: checkpoints.map(({ step }) => step),
  };
}

/** Only the finite numbers of a line are kept. */
function lineOf({
  step,
  stage,
  kind,
  metrics,
  timeline,
}: Readonly<Record<string, unknown>>): RunLine[] {
  if (!Number.isSafeInteger(step) || (step as number) < 0) return [];
  if (kind !== 'step' && kind !== 'evaluation') return [];
  if (typeof metrics !== 'object' || metrics === null) return [];
  const found: [string, number][] = [];
  for (const [name, value] of Object.entries(metrics).slice(0, maxNames)) {
    if (Number.isFinite(value)) found.push([name, value as number]);
  }
  const name = typeof stage === 'string' ? stage.slice(0, 64) : '';
  const told = timeline === undefined ? undefined : TimelineRead.safeParse(timeline).data;
  const line: RunLine = {
    step: step as number,
    stage: name,
    kind,
    metrics: Object.fromEntries(found),
  };
  return [told === undefined ? line : { ...line, timeline: told }];
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

function orNull(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
