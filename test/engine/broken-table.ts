/** A verifier table that loads on the main thread and fails on every other. */
import { isMainThread } from 'node:worker_threads';

if (!isMainThread) throw new Error('broken');

export const verifiers = {};
