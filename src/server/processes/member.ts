/**
 * Entry of one process of a service that has several. It serves what the primary tells it to until
 * the primary tells it to close, or is gone.
 */
import { openServer, type RunningServer, untilSignal } from '../index.ts';
import type { FromMember, ToMember } from './messages.ts';
import { RemoteHub } from './remote.ts';

const send = (message: FromMember) => {
  if (process.connected) process.send?.(message);
};
const hub = new RemoteHub(send);
let serving: Promise<RunningServer> | null = null;

process.on('message', (message: ToMember) => {
  if (hub.receive(message)) return;
  if (message.kind === 'serve') {
    serving ??= openServer(message.config, { hub });
    serving.then(
      ({ url }) => send({ kind: 'listening', url }),
      (error: Error & { code?: string }) =>
        send({ kind: 'failed', code: error.code ?? 'internal', message: error.message }),
    );
  } else if (message.kind === 'close') void close();
});
// Ctrl-C reaches the whole group; the primary decides
process.on('SIGINT', () => {});
process.once('disconnect', close);
void untilSignal(['SIGTERM']).then(close);

async function close(): Promise<void> {
  const server = await serving?.catch(() => null);
  await server?.close();
  process.exit(0);
}
