/** Opens the TensorFlow.js engine, on the best backend installed or on a named one. */
import type { Engine } from '../contract.ts';
import { type BackendName, loadBackend } from './backend.ts';
import { TfjsEngine } from './engine.ts';

/** @param _threads the backends choose their own. */
export async function openTfjs(_threads?: number, backend?: BackendName): Promise<Engine> {
  return new TfjsEngine(await loadBackend(backend && [backend]));
}
