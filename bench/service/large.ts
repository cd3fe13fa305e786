/** A client thread of its own that sends one large batch, so that reading it holds up nobody else. */
import { workerData } from 'node:worker_threads';
import { bodyOf, post, rows } from './rows.ts';

const { url, count } = workerData as { url: string; count: number };
await post(url, bodyOf(rows(count)));
