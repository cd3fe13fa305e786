/** The table: id → Verifier. A new verifier is one folder and one line here. */
import { code } from './code/index.ts';
import type { Verifier, VerifierId } from './contract.ts';
import { instruction } from './instruction/index.ts';
import { logic } from './logic/index.ts';
import { math } from './math/index.ts';
import { stem } from './stem/index.ts';

export * from './contract.ts';

export const verifiers: Readonly<Record<VerifierId, Verifier>> = {
  math,
  code,
  logic,
  instruction,
  stem,
};
