/** What is wrong with a checkpoint: the file and field, what it should have been, what it is. */
import { AssayError } from '../../errors.ts';
import { sentence } from '../../explain.ts';

export function fault(field: string, expected: string, got: string, cause?: unknown): AssayError {
  const mismatch = { field, expected, got };
  return new AssayError('checkpoint_invalid', sentence(mismatch), { mismatch, cause });
}

/** The code of a failed system call, such as ENOENT, or the error's message. */
export function causeOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}
