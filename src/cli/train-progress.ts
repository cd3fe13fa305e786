/** A run as a terminal shows it: one line redrawn for steps; elsewhere a plain line each. */
import type { RunEvent, Tell } from '../learner/train/progress.ts';

export interface TrainProgress {
  readonly tell: Tell;
  /** A line of its own, above the one that is redrawn. */
  say(line: string): void;
  stop(): void;
}

export function startTrainProgress(stream: NodeJS.WriteStream = process.stderr): TrainProgress {
  const live = stream.isTTY === true;
  let steps = 0;
  let shown = '';
  const clear = live ? '\r\x1b[K' : '';
  const say = (line: string) => void stream.write(`${clear}${line}\n${live ? shown : ''}`);
  return {
    say,
    tell(event) {
      if (event.kind === 'begun') steps = event.steps;
      const line = describeEvent(event, steps);
      if (event.kind !== 'step') return say(line);
      // Cut to the terminal: a line that wraps cannot be redrawn.
      shown = live ? line.slice(0, Math.max(20, (stream.columns ?? 80) - 1)) : '';
      stream.write(live ? `${clear}${shown}` : `${line}\n`);
    },
    stop() {
      if (shown !== '') stream.write('\n');
      shown = '';
    },
  };
}

/** @param steps of the whole run. */
export function describeEvent(event: RunEvent, steps: number): string {
  switch (event.kind) {
    case 'begun':
      return `step ${event.step}/${event.steps}  ${event.text}`;
    case 'step':
      return [
        `step ${event.step}/${steps}`,
        event.stage,
        ...figures(event.metrics, stepFigures),
      ].join('  ');
    case 'evaluation':
      return [`evaluation at ${event.step}`, ...valuesOf(event.metrics)].join('  ');
    case 'reset':
      return `reset at ${event.step}: the reference is the present policy (${event.reason})`;
    case 'stage':
      return `stage ${event.stage} begins after step ${event.step}`;
    case 'checkpoint':
      return `checkpoint ${event.dir}`;
    case 'outage': {
      const { failed, waitMs, error } = event.outage;
      const seconds = (waitMs / 1000).toFixed(1);
      return `paused: the oracle is out (try ${failed}, next in ${seconds} s): ${error.message}`;
    }
  }
}

/** What stands on a step's line, where it is known. */
const stepFigures: readonly (readonly [string, string, number])[] = [
  ['critic/score/mean', 'reward', 3],
  ['train/loss', 'loss', 4],
  ['response_length/mean', 'length', 1],
  ['actor/entropy', 'entropy', 3],
  ['actor/kl_loss', 'kl', 5],
  ['actor/pg_clipfrac', 'clipped', 4],
  ['actor/grad_norm', 'grad', 3],
  ['train/grad_norm', 'grad', 3],
  ['timing_s/step', 's', 2],
];

type Figures = Readonly<Record<string, number>>;

function figures(metrics: Figures, wanted: typeof stepFigures): string[] {
  return wanted.flatMap(([name, label, places]) => {
    const value = metrics[name];
    // A divergence is told where one is measured.
    const known = value !== undefined && (label !== 'kl' || metrics['actor/kl_coef'] !== 0);
    return known ? [`${label} ${value.toFixed(places)}`] : [];
  });
}

function valuesOf(metrics: Figures): string[] {
  return Object.entries(metrics)
    .filter(([name]) => /\/(?:reward|pass@\d+)$/.test(name))
    .map(([name, value]) => `${name.slice('val/'.length)} ${value.toFixed(4)}`);
}
