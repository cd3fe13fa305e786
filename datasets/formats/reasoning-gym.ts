/** Reasoning Gym's exports: `question`, `answer`, and `metadata` that names its `source_dataset`. */
import { type Format, idOf, isFields, LayoutError, textIn, unfold } from './format.ts';
import { responsesOf } from './responses.ts';

export const reasoningGym: Format = {
  id: 'reasoning-gym',
  about: 'entries of reasoning_gym, as JSON or with metadata as JSON text',
  recognises: ({ question, metadata }) => {
    const named = isFields(metadata)
      ? 'source_dataset' in metadata
      : typeof metadata === 'string' && metadata.includes('"source_dataset"');
    return named && typeof question === 'string'
      ? 'the row has question and metadata.source_dataset'
      : null;
  },
  toSample(row) {
    const metadata = unfold(row, 'metadata');
    if (!isFields(metadata)) throw new LayoutError('metadata', 'Expected an object');
    const task = metadata.source_dataset;
    if (typeof task !== 'string') {
      throw new LayoutError('metadata.source_dataset', 'Expected the name of a task');
    }
    const question = textIn(row, 'question');
    return {
      id: idOf(row),
      verifier: 'logic',
      prompt: question,
      ...responsesOf(row),
      reference: { task, entry: { question, answer: row.answer ?? null, metadata } },
      source: `reasoning_gym/${task}`,
    };
  },
};
