/**
 * verl's rows: `data_source`, `prompt`, `ability`, `reward_model {style, ground_truth}`, `extra_info`;
 * its generation adds `responses`. PRIME's Eurus-2-RL data come in the same columns, and earlier in
 * their own: `id`, `task`, `source`, `instruction`, `reference`.
 */
import { type Fields, type Format, idOf, isFields, LayoutError, labelled } from './format.ts';
import { promptOf, responsesOf } from './responses.ts';

const truthOf = ({ reward_model }: Fields): unknown =>
  isFields(reward_model) ? reward_model.ground_truth : undefined;

const textOr = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

function toSample(row: Fields, hints: Parameters<Format['toSample']>[1]) {
  const truth = truthOf(row);
  if (truth === undefined || truth === null) {
    throw new LayoutError('reward_model.ground_truth', 'Expected a label, got nothing');
  }
  const source = textOr(row.data_source);
  // the ability helps where the name of the source says nothing
  const words = [source, textOr(row.ability)].filter((word) => word !== undefined).join(' ');
  return {
    id: idOf(row, 'uid'),
    ...promptOf(row),
    ...responsesOf(row),
    ...labelled(truth, 'reward_model.ground_truth', words === '' ? undefined : words, hints),
    source,
  };
}

export const verl: Format = {
  id: 'verl',
  about: "verl's training and generation files, SkyRL's",
  recognises: (row) =>
    isFields(row.reward_model) && 'ground_truth' in row.reward_model
      ? 'the row has reward_model.ground_truth'
      : null,
  toSample,
};

const primeSources = /^(?:numina_\w+|apps|taco|codecontests|codeforces)$/;

export const prime: Format = {
  id: 'prime',
  about: 'PRIME-RL/Eurus-2-RL-Data, both of its layouts',
  recognises(row) {
    if (
      ['task', 'source', 'instruction', 'reference'].every((name) => typeof row[name] === 'string')
    ) {
      return 'the row has task, source, instruction and reference';
    }
    const source = row.data_source;
    return typeof source === 'string' && primeSources.test(source) && truthOf(row) !== undefined
      ? `data_source ${source} is one of PRIME's, and the row has reward_model.ground_truth`
      : null;
  },
  toSample(row, hints) {
    if (truthOf(row) !== undefined) return toSample(row, hints);
    const source = textOr(row.source);
    return {
      id: idOf(row),
      ...promptOf(row),
      ...responsesOf(row),
      ...labelled(row.reference, 'reference', `${row.task}`, hints),
      source,
    };
  },
};
