/**
 * Loads TensorFlow.js with the best backend that is installed: a GPU through tfjs-node-gpu, native
 * code through tfjs-node, WebAssembly, or plain JavaScript. All are optional.
 *
 * Traps guarded here: tfjs-node 4.22 calls `util` functions that Node 23 removed (tfjs#8609); a
 * backend that fails to start is replaced by another without an error, so its name is checked.
 */
import { createRequire } from 'node:module';
import { AssayError } from '../../../errors.ts';

export type Tf = typeof import('@tensorflow/tfjs-core');

export const backends = ['node-gpu', 'node', 'wasm', 'cpu'] as const;
export type BackendName = (typeof backends)[number];

export interface Backend {
  readonly tf: Tf;
  readonly name: BackendName;
}

/** Which package brings a backend, and what TensorFlow.js calls it. */
const packages: Readonly<Record<BackendName, { readonly package: string; readonly id: string }>> = {
  'node-gpu': { package: '@tensorflow/tfjs-node-gpu', id: 'tensorflow' },
  node: { package: '@tensorflow/tfjs-node', id: 'tensorflow' },
  wasm: { package: '@tensorflow/tfjs-backend-wasm', id: 'wasm' },
  cpu: { package: '@tensorflow/tfjs-backend-cpu', id: 'cpu' },
};

/** @throws AssayError `engine_unavailable` when none of the wanted backends starts. */
export async function loadBackend(wanted: readonly BackendName[] = backends): Promise<Backend> {
  const failures: string[] = [];
  for (const name of wanted) {
    try {
      return { tf: await start(name), name };
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? error.message.split('\n')[0] : error}`);
    }
  }
  throw new AssayError(
    'engine_unavailable',
    `the tfjs engine: expected a backend among ${wanted.join(', ')}; got ${failures.join('; ')}`,
  );
}

async function start(name: BackendName): Promise<Tf> {
  const { package: specifier, id } = packages[name];
  if (id === 'tensorflow') restoreUtil();
  const loaded: Tf = await import(specifier);
  // The native packages bring all of TensorFlow.js; the others only register with its core.
  const tf = id === 'tensorflow' ? loaded : await import('@tensorflow/tfjs-core');
  tf.enableProdMode(); // no advertisement on the console
  if (!(await tf.setBackend(id)) || tf.getBackend() !== id) {
    throw new Error(`expected backend ${id}; got ${tf.getBackend()}`);
  }
  return tf;
}

/** What tfjs-node still calls of Node 22's util. */
function restoreUtil(): void {
  const util = createRequire(import.meta.url)('node:util') as Record<string, unknown>;
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
  util.isString ??= (value: unknown) => typeof value === 'string';
  util.isNumber ??= (value: unknown) => typeof value === 'number';
  util.isBoolean ??= (value: unknown) => typeof value === 'boolean';
  util.isUndefined ??= (value: unknown) => value === undefined;
  util.isNull ??= (value: unknown) => value === null;
}
