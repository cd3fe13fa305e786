/** The distribution's redis-server on a free loopback port, with its files in a temporary folder. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const server = ['/usr/bin/redis-server', '/usr/bin/valkey-server'].find((path) => existsSync(path));

/** The reason to skip a test of the queue; false when it can run. */
export const noRedis: string | false = server ? false : 'redis-server is not installed';

export interface TestRedis extends AsyncDisposable {
  readonly url: string;
  /** SIGKILL: what was not yet on disk is lost. */
  kill(): Promise<void>;
  /** Starts it again on the same files and port. */
  start(): Promise<void>;
  /** One command by the plain protocol, for what a test wants to see from outside. */
  ask(...command: string[]): Promise<string>;
}

export async function openRedis(extra: readonly string[] = []): Promise<TestRedis> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-redis-'));
  const port = await freePort();
  let child: ChildProcess | null = null;

  const start = async () => {
    const args = [
      ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', ''],
      ['--appendonly', 'yes', '--appendfsync', 'everysec', '--daemonize', 'no'],
      ['--loglevel', 'warning', ...extra],
    ].flat();
    child = spawn(server as string, args, { stdio: 'ignore' });
    for (let tries = 0; ; tries++) {
      const answer = await ask('PING').catch(() => '');
      if (answer.startsWith('+PONG') || answer.startsWith('-NOAUTH')) return;
      if (tries === 200) throw new Error(`Expected redis-server to answer, got ${answer}`);
      await sleep(50);
    }
  };
  const kill = async () => {
    if (child === null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    child = null;
  };
  const ask = async (...command: string[]): Promise<string> => {
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      const parts = command.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`);
      socket.write(`*${parts.length}\r\n${parts.join('')}`);
      const [answer] = await once(socket, 'data');
      return answer.toString();
    } finally {
      socket.destroy();
    }
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    start,
    ask,
    async [Symbol.asyncDispose]() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}
