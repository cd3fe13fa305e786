/** Native programs behind Linux namespaces: level B. */
export { openProcessBackend } from './backend.ts';
export { type Probe, probeProcess } from './probe.ts';
