/**
 * What a sandboxed program must not reach: secrets of the host in every place a program might look.
 * Planted before hostile programs run, inspected afterwards. The places are those that the attack
 * programs try (README of the attack data).
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const folder = '/tmp/rlvr-canary';
const port = 48123;
const secret = 'CANARY-FILE-1\n';
/** Another suite may hold the canaries: they live at fixed addresses. */
const patienceMs = 300_000;

export interface Canaries extends AsyncDisposable {
  /** What was disturbed since they were planted; empty when nothing was. */
  disturbed(): readonly string[];
}

export async function plantCanaries(): Promise<Canaries> {
  let visits = 0;
  const answer = (connection: NodeJS.WritableStream) => {
    visits++;
    connection.end('CANARY-TCP-1\n');
  };
  const tcp = await listen({ port, host: '127.0.0.1' }, answer);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  writeFileSync(`${folder}/secret.txt`, secret, { mode: 0o644 });
  process.env.RLVR_CANARY_ENV = 'CANARY-ENV-1';
  const local = await listen({ path: `${folder}/host.sock` }, answer);
  const abstract = await listen({ path: '\0rlvr-canary' }, answer);
  const udp = createSocket('udp4');
  udp.on('message', () => visits++);
  udp.bind(port, '127.0.0.1');
  await once(udp, 'listening');
  const marked = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)', 'CANARY-ARGV-1'], {
    stdio: 'ignore',
  });

  return {
    disturbed: () => [
      ...(visits > 0 ? [`${visits} connections to the listeners`] : []),
      ...changes(),
      ...(alive(marked) ? [] : ['the marked process was ended']),
    ],
    async [Symbol.asyncDispose]() {
      delete process.env.RLVR_CANARY_ENV;
      marked.kill('SIGKILL');
      udp.close();
      for (const server of [local, abstract, tcp]) {
        const closed = once(server, 'close');
        server.close();
        await closed;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function listen(
  where: { port: number; host: string } | { path: string },
  onConnection: (connection: NodeJS.WritableStream) => void,
): Promise<Server> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const server = createServer(onConnection);
    try {
      server.listen(where);
      await once(server, 'listening');
      return server;
    } catch (error) {
      if (performance.now() > until) throw error;
      await sleep(500);
    }
  }
}

function changes(): string[] {
  const names = readdirSync(folder).sort();
  const files = names.join() === 'host.sock,secret.txt' ? [] : [`files in ${folder}: ${names}`];
  const kept = readFileSync(`${folder}/secret.txt`, 'utf8') === secret;
  return kept ? files : [...files, 'the secret file was changed'];
}

const alive = (child: ChildProcess) => child.exitCode === null && child.signalCode === null;

/**
 * Processes of programs that stand under this process or under nobody: what a sandbox of ours left
 * behind. A program is two process namespaces deep, its own and the slot's; the warm processes of a
 * slot, one deep, stay. Those of another suite stand under that suite.
 */
export function foreignProcesses(): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const all = new Map(pids.map((pid) => [pid, statusOf(pid)] as const));
  const depth = statusOf('self')?.depth ?? 1;
  const standsUnder = (pid: string): string => {
    const parent = all.get(pid)?.parent ?? '0';
    const top = parent === '0' || parent === '1' || parent === String(process.pid);
    return top ? parent : isSandboxed(parent) ? standsUnder(parent) : standsUnderHost(parent);
  };
  const isSandboxed = (pid: string) => (all.get(pid)?.depth ?? 0) > depth;
  /** The first host process above, bubblewrap itself, hangs from its suite or from nobody. */
  const standsUnderHost = (pid: string) => all.get(pid)?.parent ?? '0';
  const isProgram = (pid: string) => (all.get(pid)?.depth ?? 0) > depth + 1;
  return pids.filter(
    (pid) => isProgram(pid) && ['0', '1', String(process.pid)].includes(standsUnder(pid)),
  );
}

function statusOf(pid: string): { readonly parent: string; readonly depth: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8');
    const field = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(text)?.[1] ?? '';
    return { parent: field('PPid'), depth: field('NSpid').split('\t').length };
  } catch {
    return null;
  }
}
