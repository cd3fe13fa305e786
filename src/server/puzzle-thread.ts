/** Entry of a worker thread: makes the puzzles of one request or the catalogue, says them, and is done. */
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import {
  type Drawing,
  type Mixture,
  mixed,
  mixture,
  type PuzzleStream,
  puzzles,
  puzzleTasks,
} from '../../datasets/index.ts';

/** Entries of a mixture by their indices. */
export interface Entries extends Pick<Mixture, 'parts'>, Drawing {
  readonly indices: readonly number[];
}

export type PuzzleRequest = PuzzleStream | Mixture | Entries | 'catalogue';

export type FromPuzzles = { readonly made: readonly unknown[] } | { readonly refused: string };

function make(request: PuzzleRequest): FromPuzzles {
  try {
    if (request === 'catalogue') return { made: puzzleTasks() };
    if ('indices' in request) {
      return { made: request.indices.map((index) => mixed(request, request, index)) };
    }
    return { made: [...('parts' in request ? mixture(request) : puzzles(request))] };
  } catch (error) {
    if (error instanceof z.ZodError) return { refused: z.prettifyError(error) };
    if (error instanceof RangeError) return { refused: error.message };
    throw error;
  }
}

parentPort?.postMessage(make(workerData as PuzzleRequest));
