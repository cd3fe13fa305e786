/**
 * Signs of a false negative: the response was refused and yet looks right. A sign is a reason to
 * look, no verdict. The first that fits names the response; the surest come first.
 */
import type { Judged } from './entry.ts';
import { numberOf, occurs, plain, relation } from './likeness.ts';

export interface Sign {
  readonly id: string;
  readonly title: string;
  /** What it may mean, for a person. */
  readonly why: string;
  /** What was seen, when the sign is there. */
  see(judged: Judged): string | null;
}

const endLength = 240;
const endOf = (response: string) => response.slice(-endLength);

const formatCauses: readonly string[] = ['wrong_format', 'no_answer', 'ambiguous_answer'];
const limitCauses: readonly string[] = ['time_limit', 'memory_limit', 'output_limit'];

/** The tests of a code verdict, as far as they look like tests. */
function testsOf({ verdict }: Judged): { passed: boolean; cause: unknown }[] {
  const tests = verdict.parts?.tests;
  if (!Array.isArray(tests)) return [];
  return tests.map((test) => ({ passed: test?.passed === true, cause: test?.cause }));
}

/** How the judged answer and a reference are related as numbers. */
function related({ verdict: { extracted }, answers }: Judged, wanted: ReturnType<typeof relation>) {
  const value = extracted === undefined ? null : numberOf(extracted);
  if (value === null) return null;
  for (const answer of answers) {
    const expected = numberOf(answer);
    if (expected !== null && relation(value, expected) === wanted) {
      return `${extracted} against ${answer}`;
    }
  }
  return null;
}

/** The reference that stands at the response's end. */
function atEnd({ answers, response }: Judged): string | null {
  const end = endOf(response);
  const found = answers.find((answer) => occurs(answer, end));
  return found === undefined ? null : `${found} stands at the end of the response`;
}

export const refusedSigns: readonly Sign[] = [
  {
    id: 'same-text',
    title: 'Equal once spelling is set aside',
    why: 'The judged answer and the reference differ in case, spaces, LaTeX dress or punctuation alone. An answer in another form may be meant, or the verifier is too strict.',
    see({ verdict: { extracted }, answers }) {
      if (extracted === undefined) return null;
      const judged = plain(extracted);
      const found = judged === '' ? undefined : answers.find((answer) => plain(answer) === judged);
      return found === undefined ? null : `${extracted} against ${found}`;
    },
  },
  {
    id: 'same-number',
    title: 'The same number',
    why: 'Both sides read as one number and it was refused: a form that was asked for, a unit, or a fault of the verifier.',
    see: (judged) => related(judged, 'same'),
  },
  {
    id: 'format',
    title: 'Refused for its format, with the right answer at its end',
    why: 'The response may be right and only fail to box or tag it. If the prompt does not ask for the format, change it or the extraction.',
    see: (judged) => (formatCauses.includes(judged.verdict.cause) ? atEnd(judged) : null),
  },
  {
    id: 'unfenced',
    title: 'A program outside any code fence',
    why: 'No program was found in the asked format, and the response holds one. `extract: "raw"` judges the whole response.',
    see({ verifier, verdict: { cause }, response }) {
      if (verifier !== 'code' || !formatCauses.includes(cause)) return null;
      const found =
        /^(?:def |class |import |from \w|#include|function |const |public class )/m.exec(
          response.slice(0, 8_192),
        );
      return found ? `a line starts with ${found[0].trim()}` : null;
    },
  },
  {
    id: 'near-number',
    title: 'A number within one part in a hundred',
    why: 'Rounding, or a tolerance that is too tight for the data.',
    see: (judged) => related(judged, 'near'),
  },
  {
    id: 'scaled-number',
    title: 'The same digits, another power of ten',
    why: 'A percentage, a unit prefix, or cents for dollars: the question may leave the scale open.',
    see: (judged) => related(judged, 'scaled'),
  },
  {
    id: 'undecided',
    title: 'The verifier gave up',
    why: 'It neither proved the answer right nor wrong within its steps.',
    see: ({ verdict: { cause } }) =>
      cause === 'undecided' || cause === 'step_limit' ? `cause ${cause}` : null,
  },
  {
    id: 'only-limits',
    title: 'Every failed test met a limit',
    why: 'No test had a wrong answer. The limits may be too low for the language.',
    see(judged) {
      const failed = testsOf(judged).filter((test) => !test.passed);
      const all =
        failed.length > 0 && failed.every(({ cause }) => limitCauses.includes(cause as string));
      return all ? `${failed.length} failed, all on limits` : null;
    },
  },
  {
    id: 'one-test',
    title: 'One test of many failed',
    why: 'A single wrong expected output, or several right outputs and no checker, looks like this.',
    see(judged) {
      const tests = testsOf(judged);
      const failed = tests.filter((test) => !test.passed).length;
      return tests.length >= 5 && failed === 1 ? `1 of ${tests.length} tests failed` : null;
    },
  },
  {
    id: 'at-end',
    title: 'The reference stands at the end of the response',
    why: 'Another answer was judged than the one the response ends with, or both are there.',
    see: atEnd,
  },
];
