/** Where rows keep what the model said: one response or several, as text or as messages. */
import { type Fields, isFields } from './format.ts';

/** The first of these that the row has. A list is several responses, whatever the name. */
const columns = [
  'responses',
  'response',
  'completions',
  'completion',
  'generations',
  'generation',
  'output_list',
  'outputs',
  'output',
  'model_outputs',
  'model_output',
  'predictions',
  'prediction',
  'generated_text',
];

type Said = { readonly response?: unknown; readonly responses?: readonly unknown[] };

/** Nothing where the row holds no response: a data set before any model has answered. */
export function responsesOf(row: Fields): Said {
  const isTests = row.inputs !== undefined; // then `outputs` are what programs should print
  const column = columns.find(
    (name) => row[name] !== undefined && row[name] !== null && !(name === 'outputs' && isTests),
  );
  if (column !== undefined) {
    const value = row[column];
    const isChat = Array.isArray(value) && value.length > 0 && value.every(isMessage);
    if (Array.isArray(value) && !isChat) return { responses: value.map(textOf) };
    return { response: textOf(value) };
  }
  const last = Array.isArray(row.messages) ? row.messages.at(-1) : undefined;
  return isMessage(last) && last.role === 'assistant' ? { response: textOf(last) } : {};
}

/** The prompt in the columns that layouts use for it. */
export function promptOf(row: Fields): { readonly prompt?: unknown } {
  for (const name of ['prompt', 'question', 'problem', 'instruction', 'text']) {
    const value = row[name];
    if (typeof value === 'string' || (Array.isArray(value) && value.every(isMessage))) {
      return { prompt: value };
    }
  }
  if (!Array.isArray(row.messages) || !row.messages.every(isMessage)) return {};
  const asked =
    row.messages.at(-1)?.role === 'assistant' ? row.messages.slice(0, -1) : row.messages;
  return { prompt: asked };
}

export const isMessage = (value: unknown): value is Fields & { readonly role: string } =>
  isFields(value) && typeof value.role === 'string';

/** A response as text: itself, the last message's, a choice's; anything else stays as it is. */
function textOf(value: unknown): unknown {
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every(isMessage)) return textOf(value.at(-1));
    if (value.length > 0 && value.every((part) => isFields(part) && 'text' in part)) {
      return value.map((part) => String(part.text ?? '')).join('');
    }
    return value;
  }
  if (!isFields(value)) return value;
  if (value.content !== undefined) return textOf(value.content);
  if (value.text !== undefined) return value.text;
  return value.message === undefined ? value : textOf(value.message);
}
