/** PyTorch's figures for the same shapes, where it is installed: eager.py in a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
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
export async function eagerFigures(shapes: Shapes, dtype: Dtype): Promise<Eager | string> {
  const child = spawn('python3', [script], { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  child.stdin.on('error', () => {}); // it may end before it reads; its exit code says so
  child.stdin.end(JSON.stringify({ shapes, dtype }));
  let code: unknown;
  const [out, problems] = [text(child.stdout), text(child.stderr)];
  try {
    [code] = await ended;
  } catch (error) {
    return (error as Error).message;
  }
  if (code !== 0) return (await problems).trim().split('\n').at(-1) ?? `exit code ${code}`;
  const [head, ...figures] = (await out)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return { ...head, figures };
}
