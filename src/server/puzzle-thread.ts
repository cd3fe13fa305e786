/** Entry of a worker thread: makes the puzzles of one request, says them, and is done. */
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { puzzles } from '../../datasets/index.ts';

export interface PuzzleRequest {
  readonly task: string;
  readonly count: number;
  readonly seed: number;
  readonly level?: number | undefined;
  readonly config?: Record<string, unknown> | undefined;
}

export type FromPuzzles = { readonly samples: readonly unknown[] } | { readonly refused: string };

function make({ task, count, seed, level, config }: PuzzleRequest): FromPuzzles {
  try {
    const bounds = { ...(level !== undefined && { level }), ...(config && { config }) };
    return { samples: [...puzzles({ task, count, seed, ...bounds })] };
  } catch (error) {
    if (error instanceof z.ZodError) return { refused: z.prettifyError(error) };
    if (error instanceof RangeError) return { refused: error.message };
    throw error;
  }
}

parentPort?.postMessage(make(workerData as PuzzleRequest));
