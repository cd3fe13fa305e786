/**
 * Instructions: IFEval and IFBench (`instruction_id_list`, `kwargs`), and AllenAI's training rows,
 * whose `ground_truth` is a JSON list with `instruction_id` and `kwargs`.
 */
import { byColumns, type Format, idOf, isFields, LayoutError, labelled, unfold } from './format.ts';
import { promptOf, responsesOf } from './responses.ts';

export const ifeval: Format = {
  id: 'ifeval',
  about: 'google/IFEval, allenai/IFBench_test',
  recognises: (row) => byColumns(row, 'instruction_id_list', 'kwargs'),
  toSample(row) {
    const kwargs = unfold(row, 'kwargs');
    if (!Array.isArray(kwargs)) throw new LayoutError('kwargs', 'Expected a list of arguments');
    return {
      id: idOf(row, 'key'),
      verifier: 'instruction',
      ...promptOf(row),
      ...responsesOf(row),
      reference: {
        instruction_id_list: unfold(row, 'instruction_id_list'),
        kwargs,
        ...(typeof row.prompt === 'string' && { prompt: row.prompt }),
      },
      source: typeof row.data_source === 'string' ? row.data_source : 'ifeval',
    };
  },
};

export const ifTraining: Format = {
  id: 'if-rlvr',
  about: 'allenai/IF_multi_constraints_upto5 and its kin',
  recognises: (row) =>
    row.ground_truth !== undefined && JSON.stringify(row.ground_truth)?.includes('instruction_id')
      ? 'the row has ground_truth with instruction_id'
      : null,
  toSample(row, hints) {
    const truth = unfold(row, 'ground_truth');
    const first = Array.isArray(truth) ? truth[0] : truth;
    if (!isFields(first)) throw new LayoutError('ground_truth', 'Expected instructions');
    return {
      id: idOf(row, 'key'),
      ...promptOf(row),
      ...responsesOf(row),
      ...labelled(truth, 'ground_truth', undefined, { ...hints, verifier: 'instruction' }),
      source: typeof row.dataset === 'string' ? row.dataset : 'if-rlvr',
    };
  },
};
