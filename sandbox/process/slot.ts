/**
 * A place for one launch at a time: the pipes for its output and, where the service is root, a uid
 * of its own. RLIMIT_NPROC does not hold for root, and kernels before 5.14 count processes by uid
 * over all namespaces.
 */
import { closeSync } from 'node:fs';
import { holdPipes } from './files.ts';
import type { Host } from './host.ts';

/** Uids that distributions leave free, see systemd's UIDS-GIDS document. */
const firstUid = 61_000;
const uidCount = 184;

export interface Slot {
  /** Held pipes (files.ts) for stdout and stderr. */
  readonly stdout: number;
  readonly stderr: number;
  readonly uid?: number;
}

let next = 0;

export function openSlot(host: Host): Slot {
  const [stdout, stderr] = holdPipes(host.mkfifo, 2) as [number, number];
  return { stdout, stderr, ...(host.root && { uid: firstUid + (next++ % uidCount) }) };
}

export function closeSlot(slot: Slot): void {
  closeSync(slot.stdout);
  closeSync(slot.stderr);
}
