import type { Instruction } from '../define.ts';
import { frequency } from './frequency.ts';

/** The published set asks for the same thing in other words. */
export const wordCountDifferentNumbers: Instruction = {
  ...frequency,
  id: 'keywords:word_count_different_numbers',
};
