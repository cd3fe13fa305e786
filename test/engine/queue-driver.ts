/** A driver of a fleet that a test kills: sends the rows it is given and never tells. */
import { openQueueBackend } from '../../src/engine/backends/queue/index.ts';

const { QUEUE_URL: url = '', QUEUE_ROWS = '[]' } = process.env;
const backend = await openQueueBackend({ url, name: 'score', batch: 16 });
await backend.score(JSON.parse(QUEUE_ROWS));
await new Promise(() => setInterval(() => {}, 1_000));
