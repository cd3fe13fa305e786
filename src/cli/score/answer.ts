/** What a row of the output holds: its verdict, or its verdicts, and the input's columns if asked. */
import { type Group, groupOf } from '../../../datasets/groups.ts';
import type { Verdict } from '../../../verifiers/contract.ts';
import { copyFloat, JsonError, stringifyJson } from '../../../verifiers/json.ts';
import type { Judged } from './order.ts';

export type Answer = Readonly<Record<string, unknown>>;

export function answerOf({ row, verdicts }: Judged, keep: boolean): Answer {
  const [only] = verdicts;
  const own = row.several || !only ? severalOf(row.id, verdicts) : (only as object as Answer);
  return keep ? beside(row.input, own) : own;
}

/** The columns are the same for every row with several responses. */
function severalOf(id: string | number, verdicts: readonly Verdict[]): Answer {
  const { scored, passes, meanReward, majority }: Group = groupOf(verdicts);
  return { id, n: scored, passes, mean_reward: meanReward, majority, verdicts };
}

/** An input column whose name a verdict's column takes is kept as `input_…`. */
function beside(input: unknown, own: Answer): Answer {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return input === undefined ? own : { input, ...own };
  }
  const made: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(input)) {
    if (name === 'id' && value === own.id) continue;
    const column = name in verdictColumns || name in own ? `input_${name}` : name;
    made[column] = value;
    copyFloat(input, name, made, column);
  }
  return Object.assign(made, own);
}

const verdictColumns: Readonly<Record<string, true>> = {
  id: true,
  status: true,
  reward: true,
  correct: true,
  cause: true,
  message: true,
  extracted: true,
  parts: true,
  flags: true,
  isolation: true,
  ms: true,
};

/** The verdicts that a line of the output holds. */
export function verdictsIn(answer: Answer): readonly Verdict[] {
  if (Array.isArray(answer.verdicts)) return answer.verdicts;
  const own = Object.keys(verdictColumns).filter((name) => answer[name] !== undefined);
  return [Object.fromEntries(own.map((name) => [name, answer[name]])) as Verdict];
}

/** A row that could not be scored, as it came, with its id and what was wrong: it can be scored again. */
export function failedLine({ row, verdicts }: Judged): string | null {
  const bad = verdicts.find(({ status }) => status === 'unscorable');
  if (!bad) return null;
  const { input, file, id } = row;
  const { cause, message } = bad;
  const line: Record<string, unknown> = { id };
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) {
    for (const [name, value] of Object.entries(input)) {
      line[name] = value;
      copyFloat(input, name, line);
    }
  }
  line._assay = { cause, message, file, row: row.row };
  return exactLine(line);
}

/** A verdict as text. Only parts of it may hold what the built-in writer does not know. */
export function plainLine(value: Answer): string {
  try {
    return JSON.stringify(value);
  } catch {
    return exactLine(value);
  }
}

/** Data of the input as it was written: integers of any size, floats as floats, NaN. */
export function exactLine(value: Answer): string {
  try {
    return stringifyJson(value, { nonFinite: true });
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const { id } = value; // deeper than what can be read back
    return JSON.stringify({ id, message: error.message });
  }
}
