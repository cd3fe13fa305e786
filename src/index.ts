/** Assay as a library: `import { openScorer } from 'assay'`. */
export { Sample, Verdict, type VerifierId, verifierIds } from '../verifiers/contract.ts';
export * from './engine/index.ts';
export { AssayError, type ErrorCode, type Mismatch } from './errors.ts';
