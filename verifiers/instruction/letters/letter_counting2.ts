import type { Instruction } from '../define.ts';
import { letterFrequency } from '../keywords/letter_frequency.ts';

/** The published set asks for the same thing under another name. */
export const letterCounting2: Instruction = { ...letterFrequency, id: 'letters:letter_counting2' };
