/** Mathematics: GSM8K (`#### 72`), MATH (a boxed answer in the solution), DeepScaleR and its kin. */
import { findBoxed } from '../../verifiers/extract/boxed.ts';
import { byColumns, type Fields, type Format, has, idOf, LayoutError, textIn } from './format.ts';
import { promptOf, responsesOf } from './responses.ts';

const sample = (row: Fields, answer: string, source: string, ...ids: readonly string[]) => ({
  id: idOf(row, ...ids),
  verifier: 'math',
  ...promptOf(row),
  ...responsesOf(row),
  reference: { answer },
  source: typeof row.data_source === 'string' ? row.data_source : source,
});

const marker = '####';

export const gsm8k: Format = {
  id: 'gsm8k',
  about: 'openai/gsm8k',
  recognises: (row) =>
    typeof row.answer === 'string' && row.answer.includes(marker) && has(row, 'question')
      ? 'the row has question and an answer with ####'
      : null,
  toSample(row) {
    const text = textIn(row, 'answer');
    const answer = text.slice(text.lastIndexOf(marker) + marker.length).trim();
    if (answer === '')
      throw new LayoutError('answer', 'Expected a number behind ####, got nothing');
    return sample(row, answer.replace(/(?<=\d),(?=\d{3})/g, ''), 'gsm8k');
  },
};

export const math: Format = {
  id: 'math',
  about: 'hendrycks/competition_math, MATH-lighteval, MATH-500',
  recognises: (row) =>
    byColumns(row, 'problem', 'solution', 'level', 'type') ??
    byColumns(row, 'problem', 'solution', 'subject', 'level'),
  toSample(row) {
    if (has(row, 'answer')) return sample(row, textIn(row, 'answer'), 'math', 'unique_id');
    const boxed = findBoxed(textIn(row, 'solution')).at(-1);
    if (!boxed)
      throw new LayoutError('solution', 'Expected a solution with a boxed answer, got none');
    return sample(row, boxed.content, 'math', 'unique_id');
  },
};

export const deepscaler: Format = {
  id: 'deepscaler',
  about: 'DeepScaleR, Polaris, Open-R1 and AIME files: a problem and its answer',
  recognises: (row) => byColumns(row, 'problem', 'answer'),
  toSample: (row) =>
    sample(row, textIn(row, 'answer'), 'deepscaler', 'uuid', 'unique_id', 'problem_id'),
};
