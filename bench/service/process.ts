/** A server in a process of its own, so that its work and its memory are its own. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface ServerProcess extends AsyncDisposable {
  readonly url: string;
  /** CPU of the process and its threads so far, milliseconds. */
  cpuMs(): number;
  /** Resident memory, MiB. */
  memoryMb(): number;
}

/** @param settings as `ASSAY_*` variables */
export async function startServer(settings: Record<string, string> = {}): Promise<ServerProcess> {
  const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
  const child = spawn(process.execPath, [main, 'serve', '--port', '0', '--log-level', 'info'], {
    env: { PATH: process.env.PATH, ASSAY_SANDBOX: 'lazy', ...settings },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const stop = async () => {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await gone;
  };
  const lines = createInterface(child.stderr);
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`Expected a server, it ended with ${code}`)));
    lines.on('line', (line) => {
      const { url: found } = JSON.parse(line) as { url?: string };
      if (found) resolve(found);
    });
  });
  const ticks = 100; // a second, on every Linux there is
  return {
    url,
    cpuMs() {
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'latin1').split(') ')[1]?.split(' ');
      return (1_000 * (Number(fields?.[11]) + Number(fields?.[12]))) / ticks;
    },
    memoryMb() {
      const text = readFileSync(`/proc/${child.pid}/status`, 'latin1');
      return Number(/^VmRSS:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1024;
    },
    [Symbol.asyncDispose]: stop,
  };
}
