/**
 * Theory of operation. The walls of level B around a worker process of ours: V8 keeps a program in
 * its isolate, and whoever gets out of that finds a process with no network, no files but Node's and
 * ours read-only, no capabilities, and the system calls of a program.
 *
 * Covers: namespaces, an empty file system, the seccomp filters. Does not cover: limits of memory
 * and time (worker/), control groups, a uid apart: as root it is the user root of an own user
 * namespace, without power over the host but the owner of what root owns there.
 */
import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SandboxError } from '../contract.ts';
import type { Enclosure } from '../worker/process.ts';
import { findHost } from './host.ts';
import { seccompFilters } from './seccomp.ts';
import { enclosureArgs } from './walls.ts';

/** @throws SandboxError where bubblewrap is missing; whether it works here is for the probe to say. */
export function openEnclosure(): Enclosure {
  const found = findHost();
  if (!found.ok) throw new SandboxError('sandbox_unavailable', 'Expected bubblewrap, got none');
  const { bwrap, machine } = found.host;
  const { zygote, program } = seccompFilters(machine);
  const shows = [process.execPath, ...ownFiles()].map(
    (path) => [realpathSync(path), path] as const,
  );
  return {
    isolation: 'namespaces+seccomp',
    inputs: [zygote, program],
    argv: (status, inputs) => [bwrap, ...enclosureArgs(shows, inputs, status)],
  };
}

/** What a worker process of this room is made of, where Node looks for it. */
function ownFiles(): string[] {
  const room = fileURLToPath(new URL('..', import.meta.url));
  const isolatedVm = installed('isolated-vm', import.meta.url);
  const loader = installed('node-gyp-build', join(realpathSync(isolatedVm), 'package.json'));
  const manifests = [join(room, '../package.json'), join(room, '../../package.json')];
  return [room, isolatedVm, loader, ...manifests.filter(existsSync)];
}

function installed(name: string, from: string): string {
  const folders = createRequire(from).resolve.paths(name) ?? [];
  const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (!found)
    throw new SandboxError('sandbox_unavailable', `Expected ${name} beside ${dirname(from)}`);
  return found;
}
