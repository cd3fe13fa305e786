/**
 * Puzzles made for requests. Making one is real work and its config comes from outside, so each
 * request gets a worker thread of its own that can be killed.
 */
import { Worker } from 'node:worker_threads';
import { entryPoint } from '../../sandbox/entry.ts';
import { AssayError } from '../errors.ts';
import type { FromPuzzles, PuzzleRequest } from './puzzle-thread.ts';

/** How long the puzzles of one request may take, milliseconds. */
const wallMs = 30_000;
/** Threads of this kind at one time; more requests than that are told to come again. */
const maxThreads = 2;
let threads = 0;

/**
 * @returns PuzzleSamples, or the listings of the catalogue.
 * @throws AssayError `invalid_request` for what cannot be made; `overloaded` when too many ask.
 */
export async function makePuzzles(
  request: PuzzleRequest,
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  // the catalogue is made once, whoever waits
  if (request === 'catalogue') return makeOnThread(request, signal);
  if (threads >= maxThreads) {
    const message = `Expected fewer than ${maxThreads} requests for puzzles at one time, got more`;
    throw new AssayError('overloaded', message);
  }
  threads++;
  try {
    return await makeOnThread(request, signal);
  } finally {
    threads--;
  }
}

async function makeOnThread(
  request: PuzzleRequest,
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  const worker = new Worker(entryPoint('./puzzle-thread', import.meta.url), {
    workerData: request,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  });
  const ended = Promise.withResolvers<readonly unknown[]>();
  const refuse = (message: string) => ended.reject(new AssayError('invalid_request', message));
  worker.once('message', (message: FromPuzzles) => {
    if ('made' in message) ended.resolve(message.made);
    else refuse(message.refused);
  });
  worker.once('error', (error) => ended.reject(error));
  worker.once('exit', () => ended.reject(new Error('The puzzle thread stopped')));
  const stop = () => refuse('Expected a client that waits, got none');
  signal.addEventListener('abort', stop, { once: true });
  const timer = setTimeout(
    () => refuse(`Expected puzzles that can be made in ${wallMs} ms, got harder ones`),
    wallMs,
  );
  try {
    return await ended.promise;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
