/** `assay` as a process of its own, from a folder of its own. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const bin = join(import.meta.dirname, '../../bin/assay.js');

export interface Done {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function assay(cwd: string, args: readonly string[], input: string | Buffer = ''): Done {
  const options = { cwd, input, encoding: 'utf8', maxBuffer: 1 << 28 } as const;
  return spawnSync(process.execPath, [bin, ...args], options);
}

/**
 * The same, sent a signal after a while, or when told so, or when its standard error says `said`,
 * unless it has ended by then.
 */
export async function assayUntil(
  cwd: string,
  args: readonly string[],
  signal: NodeJS.Signals,
  ms: number,
  {
    group = false,
    signal: now,
    said,
  }: { group?: boolean; signal?: AbortSignal; said?: RegExp } = {},
): Promise<Done> {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: group,
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
    if (said?.test(stderr)) strike();
  });
  const strike = () => {
    if (group && child.pid) process.kill(-child.pid, signal);
    else child.kill(signal);
  };
  const timer = setTimeout(strike, ms);
  now?.addEventListener('abort', strike, { once: true });
  const [status] = await once(child, 'close');
  clearTimeout(timer);
  return { status, stdout, stderr };
}
