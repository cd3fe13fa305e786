/** What the sudoku family shares: digit grids against a puzzle with one solution. */
import { stripEnd } from '../../text/python.ts';
import { codePoints, graded, type Mark, wrong } from '../mark.ts';
import { unlist } from './grid.ts';
import { unwrap } from './unwrap.ts';

type Rows = readonly (readonly number[])[];

/**
 * `size` rows of `size` cells; 0 for a blank one (_ . 0 ?). Rules, separators and the signs of
 * inequalities are passed over; null for anything else.
 */
export function readDigits(answer: string, size: number): number[] | null {
  const rows: number[][] = [];
  const text = unlist(unwrap(answer)).replace(/\](?:[ \t]*,)?|\\\\/g, '\n');
  for (const line of text.split('\n')) {
    const kept = line.replace(/[\s|,;[\]&\\"'`:+=<>∧∨^vV-]/g, '');
    if (kept === '') continue;
    if (kept.length !== size || !/^[0-9_.?*]+$/.test(kept)) return null;
    rows.push([...kept].map((c) => (c >= '1' && c <= '9' ? Number(c) : 0)));
  }
  return rows.length === size ? rows.flat() : null;
}

/** Half marks at most: the share of empty cells filled rightly, less the share filled wrongly. */
export function progress(
  cells: readonly number[],
  clues: readonly number[],
  solution: readonly number[],
): Mark {
  const empty = clues.flatMap((clue, i) => (clue === 0 ? [i] : []));
  const right = empty.filter((i) => cells[i] === solution[i]).length;
  const filled = empty.filter((i) => cells[i] !== 0).length;
  const share = (2 * right - filled) / Math.max(1, empty.length);
  return share > 0
    ? graded(share / 2, `${right} of ${empty.length} cells are right, ${filled - right} wrong`)
    : wrong('Expected a grid that keeps every rule');
}

/** The reference: exact text, else 0.9 of the matching digits of complete lines; length costs. */
export function digitScore(answer: string, oracle: string, solution: Rows): Mark {
  if (answer === '') return graded(0);
  const cells = solution.length * (solution[0]?.length ?? 0);
  let score = bare(answer) === bare(oracle) ? 1 : (matching(answer, solution) / cells) * 0.9;
  const [long, wanted] = [codePoints(answer), codePoints(oracle)];
  if (long > wanted) score *= wanted / long;
  return graded(score);
}

function bare(text: string): string {
  return text
    .split('\n')
    .map((line) => stripEnd(line))
    .join('\n');
}

function matching(answer: string, solution: Rows): number {
  const width = solution[0]?.length ?? 0;
  let row = 0;
  let count = 0;
  for (const line of answer.split('\n')) {
    if (row >= solution.length) break;
    const digits = line.match(/[1-9]/g) ?? [];
    if (digits.length !== width) continue;
    count += digits.filter((d, i) => Number(d) === solution[row]?.[i]).length;
    row++;
  }
  return count;
}
