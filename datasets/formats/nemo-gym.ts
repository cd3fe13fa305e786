/** NeMo Gym: the data set's own line with the model's response object; each server names its reference. */
import { type Fields, type Format, idOf, isFields, labelled } from './format.ts';
import { responsesOf } from './responses.ts';

/** The text of the messages of a Responses object; reasoning and tool calls are not the answer. */
export function outputText(output: readonly unknown[]): string {
  return output
    .filter(isFields)
    .filter(({ type }) => type === 'message')
    .map(({ content = '' }) =>
      Array.isArray(content)
        ? content
            .filter(isFields)
            .map(({ type, text = '' }) => (type === 'output_text' ? text : ''))
            .join('')
        : content,
    )
    .join('');
}

/** What each of its servers calls the reference, by the row's own fields. */
export function gymLabel(row: Fields): unknown {
  const nested = isFields(row.verifier_metadata) ? row.verifier_metadata : {};
  if (nested.unit_tests !== undefined) return { language: 'python', tests: nested.unit_tests };
  if (nested.instruction_id_list !== undefined || row.instruction_id_list !== undefined) {
    const { instruction_id_list, kwargs, prompt } = { ...row, ...nested };
    return { instruction_id_list, kwargs, ...(typeof prompt === 'string' && { prompt }) };
  }
  if (row.schema_str !== undefined) {
    const { schema_str, schema_type } = row;
    return {
      instruction_id_list: ['structured_outputs:schema'],
      kwargs: [{ schema_str, schema_type }],
    };
  }
  const { question, answer = null, metadata, expected_answer, options } = row;
  if (metadata !== null && typeof metadata === 'object' && 'source_dataset' in metadata) {
    return { question: question ?? '', answer, metadata };
  }
  return options === undefined || options === null
    ? { expected_answer }
    : { expected_answer, options };
}

/** IFEval's rows choose how instructions count together. */
export function gymGrading(row: Fields): { readonly reward: 'all' | 'fraction' } | null {
  const mode = isFields(row.verifier_metadata) ? row.verifier_metadata.grading_mode : undefined;
  if (mode !== 'binary' && mode !== 'fraction') return null;
  return { reward: mode === 'binary' ? 'all' : 'fraction' };
}

export const nemoGym: Format = {
  id: 'nemo-gym',
  about: 'NeMo Gym data and rollouts',
  recognises: (row) =>
    isFields(row.responses_create_params) ? 'the row has responses_create_params' : null,
  toSample(row, hints) {
    const { input } = row.responses_create_params as Fields;
    const output = isFields(row.response) ? row.response.output : undefined;
    const source = isFields(row.agent_ref) ? row.agent_ref.name : row.dataset;
    const meaning = labelled(gymLabel(row), 'expected_answer', undefined, hints);
    const grading = gymGrading(row);
    return {
      id: idOf(row, 'uuid'),
      ...(input !== undefined && { prompt: promptIn(input) }),
      ...(Array.isArray(output) ? { response: outputText(output) } : responsesOf(row)),
      ...meaning,
      ...(grading && { options: grading }),
      source: typeof source === 'string' ? source : 'nemo-gym',
    };
  },
};

/** Items of the input without a role (tool calls, results) are no prompt of ours. */
function promptIn(input: unknown): unknown {
  if (!Array.isArray(input)) return typeof input === 'string' ? input : undefined;
  return input.filter((item) => isFields(item) && typeof item.role === 'string');
}
