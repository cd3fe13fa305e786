import type { Instruction } from '../define.ts';
import { copy } from './copy.ts';

/** The published set asks for the same thing in other words. */
export const copyingSimple: Instruction = { ...copy, id: 'copy:copying_simple' };
