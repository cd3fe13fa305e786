/** Matrix product tasks: one block of C each; and the sums over columns that go with them. */
import { bytes, int, pointer } from './control';
import { gemmBlock } from './gemm';
import { axpy } from './vectors';

/** C = op(A) op(B): forms, m n k, A lda, B ldb, C ldc, add, bias, rows and columns of a block. */
export function product(task: i32, scratch: usize): void {
  const transA = int(0) != 0, transB = int(1) != 0;
  const m = int(2), n = int(3), k = int(4);
  const lda = int(6), ldb = int(8), ldc = int(10);
  const bias = pointer(12);
  const high = int(13), wide = int(14);
  const across = (n + wide - 1) / wide;
  const i = (task / across) * high, j = (task % across) * wide;
  gemmBlock(
    transA, transB,
    min(m - i, high), min(n - j, wide), k,
    pointer(5) + (transA ? bytes(i) : bytes(i) * <usize>lda), lda,
    pointer(7) + (transB ? bytes(j) * <usize>ldb : bytes(j)), ldb,
    pointer(9) + bytes(i) * <usize>ldc + bytes(j), ldc,
    int(11) != 0, bias ? bias + bytes(j) : 0,
    scratch,
  );
}

/** out[c] += the sum over rows of x[r][c], sixteen columns a task. */
export function columnSums(task: i32): void {
  const out = pointer(0), rows = int(2), dim = int(3);
  const from = task * 16, to = min(from + 16, dim);
  for (let c = from; c < to; c++) {
    let x = pointer(1) + bytes(c);
    let sum: f32 = 0;
    for (let r = 0; r < rows; r++) {
      sum += load<f32>(x);
      x += bytes(dim);
    }
    store<f32>(out + bytes(c), load<f32>(out + bytes(c)) + sum);
  }
}

/** Every row of out = (or +=) x[dim], `grain` rows a task: out, x, rows, dim, grain, add. */
export function spread(task: i32): void {
  const dim = int(3);
  const from = task * int(4), to = min(from + int(4), int(2));
  for (let r = from; r < to; r++) {
    const row = pointer(0) + bytes(r) * <usize>dim;
    if (int(5) != 0) axpy(row, pointer(1), 1, dim);
    else memory.copy(row, pointer(1), bytes(dim));
  }
}
