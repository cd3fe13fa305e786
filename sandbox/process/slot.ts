/**
 * A place for one launch at a time: the pipes for its output and, where the service is root, a uid
 * of its own. RLIMIT_NPROC does not hold for the root of the host, and kernels before 5.14 count
 * processes by uid over all namespaces.
 */
import { closeSync } from 'node:fs';
import { holdPipes } from './files.ts';
import { type Host, slotUids } from './host.ts';

export interface Slot {
  /** Held pipes (files.ts) for stdout and stderr. */
  readonly stdout: number;
  readonly stderr: number;
  readonly uid?: number;
}

let next = 0;

export function openSlot(host: Host): Slot {
  const [stdout, stderr] = holdPipes(host.mkfifo, 2) as [number, number];
  const { firstUid } = host;
  return { stdout, stderr, ...(firstUid && { uid: firstUid + (next++ % slotUids) }) };
}

export function closeSlot(slot: Slot): void {
  closeSync(slot.stdout);
  closeSync(slot.stderr);
}
