import { space, strip, word } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { none, plural } from '../kwargs.ts';

const label = /Question \p{Nd}+[.|):;]?/u;
const option = new RegExp(`^[A-Ea-e][.|)][${space}]*[${word}]`, 'u');
const neededQuestions = 4;
const neededOptions = 5;

const options = 'A) one\nB) two\nC) three\nD) four\nE) five\n';

export const mcqCountLength = defineInstruction({
  id: 'custom:mcq_count_length',
  rule: 'The text is four labelled questions of five options each, every question longer than the one before.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: [1, 2, 3, 4].map((n) => `Question ${n}: Wh${'o'.repeat(n)}?\n${options}`).join('\n'),
    fails: [1, 2, 3, 4].map((n) => `Question ${n}: Who?\n${options}`).join('\n'),
  },
  check(text) {
    if (!text.startsWith('Question')) {
      return { passed: false, reason: 'does not start with "Question"' };
    }
    const questions = text
      .split(label)
      .map((piece) => strip(piece))
      .filter((piece) => piece !== '');
    if (questions.length !== neededQuestions) {
      const reason = `${plural(questions.length, 'question')}, asked: ${neededQuestions}`;
      return { passed: false, reason };
    }
    const read = questions.map(readQuestion);
    const other = read.findIndex(({ options }) => options !== neededOptions);
    if (other >= 0) {
      const reason = `question ${other + 1} has ${plural(read[other]?.options ?? 0, 'option')}`;
      return { passed: false, reason };
    }
    const lengths = read.map(({ length }) => length);
    const passed = lengths.every((length, i) => i === 0 || length > (lengths[i - 1] as number));
    return { passed, reason: `the questions have ${lengths.join(', ')} characters` };
  },
});

/** The number of options, and the length of what stands before the first. */
function readQuestion(question: string): { options: number; length: number } {
  const lines = question.split('\n').map((line) => strip(line));
  const first = lines.findIndex((line) => option.test(line));
  const asked = strip(lines.slice(0, first < 0 ? lines.length : first).join(' '));
  const options = lines.filter((line) => option.test(line)).length;
  return { options, length: Array.from(asked).length };
}
