/** Opens the TensorFlow.js engine, on the best backend installed or on a named one. */
import { AssayError } from '../../../errors.ts';
import type { Engine } from '../contract.ts';
import { type BackendName, loadBackend } from './backend.ts';
import { TfjsEngine } from './engine.ts';

/** TensorFlow.js has one backend a process: a second engine must want the same one. */
const open = new Set<TfjsEngine>();

/** @param _threads the backends choose their own. */
export async function openTfjs(_threads?: number, backend?: BackendName): Promise<Engine> {
  const [other] = open;
  if (other && backend && other.backend !== backend) {
    throw new AssayError(
      'engine_unavailable',
      `the tfjs engine: expected backend ${backend}; got ${other.backend}, which another engine of this process uses`,
    );
  }
  const wanted = backend ?? other?.backend;
  const engine = new TfjsEngine(await loadBackend(wanted && [wanted]), () => open.delete(engine));
  open.add(engine);
  return engine;
}
