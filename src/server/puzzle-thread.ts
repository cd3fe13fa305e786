/** Entry of a worker thread: makes the puzzles of one request or the catalogue, says them, and is done. */
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import {
  type Mixture,
  mixture,
  type PuzzleStream,
  puzzles,
  puzzleTasks,
} from '../../datasets/index.ts';

export type PuzzleRequest = PuzzleStream | Mixture | 'catalogue';

export type FromPuzzles = { readonly made: readonly unknown[] } | { readonly refused: string };

function make(request: PuzzleRequest): FromPuzzles {
  try {
    if (request === 'catalogue') return { made: puzzleTasks() };
    return { made: [...('parts' in request ? mixture(request) : puzzles(request))] };
  } catch (error) {
    if (error instanceof z.ZodError) return { refused: z.prettifyError(error) };
    if (error instanceof RangeError) return { refused: error.message };
    throw error;
  }
}

parentPort?.postMessage(make(workerData as PuzzleRequest));
