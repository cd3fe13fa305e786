/**
 * Rows of no data set in particular: chats in OpenAI's form, or a prompt, with a label beside it.
 * What the label means is found as for trainers (datasets/meaning.ts).
 */
import { type Fields, type Format, has, idOf, labelled, named } from './format.ts';
import { isMessage, promptOf, responsesOf } from './responses.ts';

/** The first of these that the row has is its label. */
const labels = [
  'label',
  'ground_truth',
  'expected_answer',
  'reference_answer',
  'answer',
  'answers',
  'gold',
  'target',
  'final_answer',
  'solution',
];
const sources = ['data_source', 'dataset', 'source'];

const labelIn = (row: Fields) => labels.find((name) => has(row, name));

function toSample(row: Fields, hints: Parameters<Format['toSample']>[1]) {
  const column = labelIn(row) ?? 'label';
  const named = sources.find((name) => typeof row[name] === 'string');
  const source = named === undefined ? undefined : (row[named] as string);
  const { choices, unit, tolerance } = row;
  const beside = {
    ...(choices !== undefined && { choices }),
    ...(unit !== undefined && { unit }),
    ...(tolerance !== undefined && { tolerance }),
  };
  // choices and units that stand beside the answer belong to it
  const label = Object.keys(beside).length > 0 ? { answer: row[column], ...beside } : row[column];
  return {
    id: idOf(row, 'uid', 'uuid', 'key', 'custom_id'),
    ...promptOf(row),
    ...responsesOf(row),
    ...labelled(label, column, source, hints),
    source,
  };
}

export const messages: Format = {
  id: 'messages',
  about: "chats in OpenAI's form with a label",
  recognises(row) {
    const label = labelIn(row);
    const chat = Array.isArray(row.messages) && row.messages.every(isMessage);
    return chat && label ? `the row has messages with roles and ${label}` : null;
  },
  toSample,
};

export const labelledRows: Format = {
  id: 'labelled',
  about: 'a response or a prompt, with a label',
  recognises(row) {
    const label = labelIn(row);
    if (!label) return null;
    if ('prompt' in promptOf(row)) return `the row has a prompt and ${label}`;
    const said = responsesOf(row);
    return 'response' in said || 'responses' in said
      ? `the row has ${named('a response', label)}`
      : null;
  },
  toSample,
};
