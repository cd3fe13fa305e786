/** Runs Brainf*ck programs: cells of one byte, a tape that grows to the right, no input. */
import type { Budget } from '../../budget.ts';

const maxCells = 30_000;
const maxOutput = 4_096;

/**
 * What the program prints, a character a byte; null when it is malformed, leaves the tape or prints
 * without end. Every step is spent from the budget.
 * @throws StepLimitError
 */
export function runBrainfuck(program: string, budget: Budget): string | null {
  const jumps = matchBrackets(program);
  if (!jumps) return null;
  const tape = new Uint8Array(maxCells);
  let [at, output] = [0, ''];
  for (let i = 0; i < program.length; i++) {
    budget.spend();
    const cell = tape[at] as number;
    switch (program[i]) {
      case '>':
        if (++at >= maxCells) return null;
        break;
      case '<':
        if (--at < 0) return null;
        break;
      case '+':
        tape[at] = cell + 1;
        break;
      case '-':
        tape[at] = cell - 1;
        break;
      case '.':
        if (output.length >= maxOutput) return null;
        output += String.fromCharCode(cell);
        break;
      case ',': // input that has ended
        tape[at] = 0;
        break;
      case '[':
        if (cell === 0) i = jumps[i] as number;
        break;
      case ']':
        if (cell !== 0) i = jumps[i] as number;
        break;
    }
  }
  return output;
}

function matchBrackets(program: string): Int32Array | null {
  const jumps = new Int32Array(program.length);
  const open: number[] = [];
  for (let i = 0; i < program.length; i++) {
    if (program[i] === '[') open.push(i);
    else if (program[i] === ']') {
      const start = open.pop();
      if (start === undefined) return null;
      jumps[start] = i;
      jumps[i] = start;
    }
  }
  return open.length === 0 ? jumps : null;
}
