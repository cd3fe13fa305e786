/** Entry of a worker thread: makes the puzzles of one request, says them, and is done. */
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { type Mixture, mixture, type PuzzleStream, puzzles } from '../../datasets/index.ts';

export type PuzzleRequest = PuzzleStream | Mixture;

export type FromPuzzles = { readonly samples: readonly unknown[] } | { readonly refused: string };

function make(request: PuzzleRequest): FromPuzzles {
  try {
    return { samples: [...('parts' in request ? mixture(request) : puzzles(request))] };
  } catch (error) {
    if (error instanceof z.ZodError) return { refused: z.prettifyError(error) };
    if (error instanceof RangeError) return { refused: error.message };
    throw error;
  }
}

parentPort?.postMessage(make(workerData as PuzzleRequest));
