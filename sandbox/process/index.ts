/** Native programs behind Linux namespaces: levels B and C. */
export { openProcessBackend } from './backend.ts';
export { probeCgroups } from './cgroup.ts';
export { openEnclosure } from './enclosure.ts';
export { type Probe, probeProcess } from './probe.ts';
export { findToolchains, type Toolchain } from './toolchains.ts';
