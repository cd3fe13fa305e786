import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { mathSample } from '../samples.ts';

let drawn = Math.floor(Math.random() * 1e9);

/** Math samples, no two equal, so that none is scored as a duplicate. */
export function rows(count: number): object[] {
  return Array.from({ length: count }, () => mathSample(drawn++, 12));
}

export function bodyOf(samples: readonly object[], deadlineMs?: number): Buffer {
  return Buffer.from(JSON.stringify({ samples, ...(deadlineMs && { deadline_ms: deadlineMs }) }));
}

const agent = new Agent({ keepAlive: true });

/** Sends by the plain client of Node: `fetch` would take three times the CPU, and the cores are shared. */
export async function post(url: string, body: Buffer): Promise<{ status: number; text: string }> {
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  const sent = request(`${url}/v1/score/batch`, { method: 'POST', agent, headers });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 0, text: await readText(answer) };
}
