/** OpenBLAS of the system, called through koffi. Both are optional. */
import { AssayError } from '../../../errors.ts';

/** Where distributions keep it; the loader's own search path comes first. */
const names = ['libopenblas.so.0', 'libopenblas.so', 'libopenblas.dylib', 'libopenblas.dll'];

export type Sgemm = (
  order: number,
  transA: number,
  transB: number,
  m: number,
  n: number,
  k: number,
  alpha: number,
  a: Float32Array,
  lda: number,
  b: Float32Array,
  ldb: number,
  beta: number,
  c: Float32Array,
  ldc: number,
) => void;

export interface Blas {
  readonly sgemm: Sgemm;
  /** What the library says it is. */
  readonly version: string;
}

export async function loadBlas(threads: number): Promise<Blas> {
  const koffi = await import('koffi').then(
    (loaded) => loaded.default,
    (cause) => {
      throw new AssayError('engine_unavailable', 'the blas engine: expected the package koffi', {
        cause,
      });
    },
  );
  const failures: string[] = [];
  for (const name of names) {
    try {
      const library = koffi.load(name);
      library.func('void openblas_set_num_threads(int)')(threads);
      return {
        // koffi passes a typed array as its address, one over shared memory too: nothing is copied.
        sgemm: library.func(
          'void cblas_sgemm(int, int, int, int, int, int, float, const float *, int, const float *, int, float, float *, int)',
        ) as unknown as Sgemm,
        version: library.func('const char *openblas_get_config()')() as string,
      };
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new AssayError(
    'engine_unavailable',
    `the blas engine: expected one of ${names.join(', ')}; got ${failures[0]}`,
  );
}
