/** Compiles the learner's AssemblyScript kernels to the kernels.wasm that is shipped (`compileKernels` for its test). */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const source = join(root, 'src/learner/engines/wasm/kernels/index.ts');
export const shipped = join(root, 'src/learner/engines/wasm/kernels.wasm');

export function compileKernels(out: string): void {
  execFileSync(
    process.execPath,
    [
      join(root, 'node_modules/assemblyscript/bin/asc.js'),
      source,
      ...['--outFile', out, '-O3', '--noAssert', '--runtime', 'stub'],
      // The first page is the control block; threads share what JavaScript allocates.
      ...['--importMemory', '--sharedMemory', '--memoryBase', '65536'],
      ...['--initialMemory', '16', '--maximumMemory', '65536'],
      ...['--enable', 'simd', '--enable', 'threads', '--enable', 'relaxed-simd'],
      ...['--disableWarning', '112'],
    ],
    { cwd: root, stdio: 'inherit' },
  );
}

if (import.meta.main) compileKernels(shipped);
