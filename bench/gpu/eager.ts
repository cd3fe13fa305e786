/** PyTorch's figures for the same shapes, where it is installed: eager.py in a process of its own. */
import { spawnSync } from 'node:child_process';
import type { Figure } from './figures.ts';
import type { Shapes } from './shapes.ts';

export const dtypes = ['bfloat16', 'float32'] as const;
export type Dtype = (typeof dtypes)[number];

export interface Eager {
  readonly torch: string;
  readonly device: string;
  readonly dtype: Dtype;
  readonly figures: readonly Figure[];
}

const script = new URL('eager.py', import.meta.url).pathname;

/** The reason, where there is no PyTorch or it fails. */
export function eagerFigures(shapes: Shapes, dtype: Dtype): Eager | string {
  const input = JSON.stringify({ shapes, dtype });
  const done = spawnSync('python3', [script], { input, encoding: 'utf8' });
  if (done.error) return done.error.message;
  if (done.status !== 0) {
    return done.stderr.trim().split('\n').at(-1) || `exit code ${done.status}`;
  }
  const [head, ...figures] = done.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return { ...head, figures };
}
