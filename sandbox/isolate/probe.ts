/** Whether JavaScript runs here, without and with walls around its workers. */
import { defaultLimits } from '../contract.ts';
import type { Enclosure } from '../worker/process.ts';
import { openIsolateBackend } from './index.ts';

const program = { language: 'javascript', source: 'const f = (n) => n + 1' } as const;
const cases = [{ kind: 'call', fn: 'f', args: '["l",41]' }] as const;

/** Runs a first program; the layers in force. @throws what stands in the way. */
export async function probeIsolate(enclosure?: Enclosure): Promise<string> {
  await using backend = openIsolateBackend({ concurrency: 1, ...(enclosure && { enclosure }) });
  const [result] = await backend.run(program, cases, defaultLimits);
  if (result?.value !== '42') {
    throw new Error(`Expected 42 of a first program, got ${result?.status}: ${result?.error}`);
  }
  return backend.isolation;
}
