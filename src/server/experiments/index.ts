/**
 * reasoning-gym's server: experiments are named mixtures of puzzles; entries are drawn from them by
 * index and answers scored by entry id, `<version>.<index>`. Nothing but the configs is kept: an
 * entry is drawn again when its answer comes.
 */
import { z } from 'zod';
import type { PuzzleSample } from '../../../datasets/index.ts';
import { AssayError } from '../../errors.ts';
import { rewardOr } from '../../protocols/contract.ts';
import { Query } from '../../protocols/query.ts';
import { readBody, readQuery, sendJson } from '../json.ts';
import { makePuzzles } from '../puzzles.ts';
import { callerOf, hangUp, type Route, tell } from '../route.ts';
import { traced } from '../trace.ts';
import type { Datasets, Experiment } from './store.ts';

const maxVersions = 64;
const maxEntries = 1_000;

const DatasetSpec = z.looseObject({
  weight: z.number().min(0).max(1e9).default(1),
  config: z.record(z.string(), z.unknown()).default({}),
});
const ExperimentCreate = z
  .looseObject({
    name: z.string().min(1).max(200),
    size: z.int().min(1).default(500),
    seed: z.int().nullish(),
    datasets: z.record(z.string().max(100), DatasetSpec),
  })
  .meta({ id: 'ExperimentCreate' });
const ExperimentResponse = z
  .object({
    name: z.string(),
    size: z.int(),
    seed: z.int().nullable(),
    datasets: z.record(z.string(), DatasetSpec),
  })
  .meta({ id: 'Experiment' });

const described = ({ name, size, seed, versions }: Experiment) => ({
  name,
  size,
  seed,
  datasets: versions.at(-1) ?? {},
});

/** Draws entries of one version. */
async function draw(
  { seed }: Experiment,
  datasets: Datasets,
  indices: readonly number[],
  signal: AbortSignal,
): Promise<readonly PuzzleSample[]> {
  const parts = Object.entries(datasets).map(([task, spec]) => ({ task, ...spec }));
  const made = await makePuzzles({ parts, seed: seed ?? 0, indices }, signal);
  return made as readonly PuzzleSample[];
}

/** Draws one puzzle of each data set, which tells what is wrong with a config. */
async function check(datasets: Datasets, signal: AbortSignal): Promise<void> {
  for (const [task, { config }] of Object.entries(datasets)) {
    await makePuzzles({ parts: [{ task, config }], seed: 0, indices: [0] }, signal);
  }
}

const nameOf = ({ params }: { params: Record<string, string | string[] | undefined> }) =>
  String(params.name);

const create: Route = {
  method: 'post',
  path: '/experiments',
  summary: 'reasoning-gym: a new experiment',
  request: ExperimentCreate,
  response: ExperimentResponse,
  async handle({ hub: { experiments } }, req, res) {
    const { name, size, seed = null, datasets } = readBody(req, ExperimentCreate);
    if (Object.keys(datasets).length === 0) {
      throw new AssayError('invalid_request', 'Expected a data set, got none');
    }
    await check(datasets, hangUp(res));
    const experiment = { name, size, seed, versions: [datasets] };
    await experiments.put(experiment);
    sendJson(res, described(experiment));
  },
};

const list: Route = {
  method: 'get',
  path: '/experiments',
  summary: 'reasoning-gym: the names of the experiments',
  response: z.object({ experiments: z.array(z.string()) }),
  async handle({ hub: { experiments } }, _req, res) {
    sendJson(res, { experiments: await experiments.names() });
  },
};

const remove: Route = {
  method: 'delete',
  path: '/experiments/:name',
  summary: 'reasoning-gym: delete an experiment',
  response: z.object({ status: z.literal('deleted') }),
  async handle({ hub: { experiments } }, req, res) {
    await experiments.delete(nameOf(req));
    sendJson(res, { status: 'deleted' });
  },
};

const composite: Route = {
  method: 'get',
  path: '/experiments/:name/composite',
  summary: 'reasoning-gym: the configs of an experiment',
  response: ExperimentResponse,
  async handle({ hub: { experiments } }, req, res) {
    sendJson(res, described(await experiments.get(nameOf(req))));
  },
};

const ConfigUpdate = z
  .looseObject({ config: z.record(z.string(), z.unknown()) })
  .meta({ id: 'ExperimentConfigUpdate' });

const update: Route = {
  method: 'post',
  path: '/experiments/:name/composite/:dataset',
  summary: 'reasoning-gym: change the config of one data set from here on',
  request: ConfigUpdate,
  response: z.object({ status: z.literal('updated') }),
  async handle({ hub: { experiments } }, req, res) {
    const { config } = readBody(req, ConfigUpdate);
    const experiment = await experiments.get(nameOf(req));
    const { versions } = experiment;
    const present = versions.at(-1) ?? {};
    const dataset = String(req.params.dataset);
    const spec = Object.hasOwn(present, dataset) ? present[dataset] : undefined;
    if (!spec) throw new AssayError('not_found', `Expected a data set, got ${dataset}`);
    if (versions.length >= maxVersions) {
      const message = `Expected at most ${maxVersions} versions of an experiment, got more`;
      throw new AssayError('invalid_request', message);
    }
    const next = { ...present, [dataset]: { ...spec, config: { ...spec.config, ...config } } };
    await check(next, hangUp(res));
    await experiments.put({ ...experiment, versions: [...versions, next] });
    sendJson(res, { status: 'updated' });
  },
};

const Whole = z.coerce.number().pipe(z.int());
const BatchQuery = z.object({
  base_index: Whole.pipe(z.int().min(0)),
  batch_size: Whole.pipe(z.int().min(1).max(maxEntries)),
});

const batch: Route = {
  method: 'get',
  path: '/experiments/:name/batch',
  summary: 'reasoning-gym: entries by their indices',
  query: BatchQuery,
  response: z
    .object({
      entries: z.array(
        z.object({ question: z.string(), entry_id: z.string(), metadata: z.looseObject({}) }),
      ),
    })
    .meta({ id: 'ExperimentBatch' }),
  async handle({ hub: { experiments } }, req, res) {
    const { base_index: first, batch_size: count } = readQuery(req, BatchQuery);
    const experiment = await experiments.get(nameOf(req));
    const version = experiment.versions.length - 1;
    const indices = Array.from({ length: count }, (_, i) => first + i);
    const datasets = experiment.versions[version] ?? {};
    const drawn = await draw(experiment, datasets, indices, hangUp(res));
    const entries = drawn.map(({ reference: { entry } }, i) => ({
      question: entry.question,
      entry_id: `${version}.${indices[i]}`,
      metadata: { ...entry.metadata, version_id: version },
    }));
    sendJson(res, { entries });
  },
};

const Scoring = z
  .looseObject({
    answers: z
      .array(z.looseObject({ entry_id: z.string(), answer: z.string().nullable() }))
      .max(maxEntries),
  })
  .meta({ id: 'ExperimentScoring' });

const score: Route = {
  method: 'post',
  path: '/experiments/:name/score',
  summary: 'reasoning-gym: answers by their entry ids',
  request: Scoring,
  query: Query,
  response: z
    .object({ scores: z.array(z.number()), entry_ids: z.array(z.string()) })
    .meta({ id: 'ExperimentScores' }),
  async handle({ hub: { experiments }, scorer }, req, res) {
    const { answers } = readBody(req, Scoring);
    const query = readQuery(req, Query);
    const experiment = await experiments.get(nameOf(req));
    const caller = callerOf(res);
    const ids = answers.map(({ entry_id }) => idOf(experiment, entry_id));
    const references = await referencesOf(experiment, ids, caller.signal);
    const samples = answers.map(({ answer }, i) => ({
      verifier: 'logic',
      response: answer ?? '',
      reference: references[i],
      options: { extract: 'raw', ...query.options },
    }));
    const scored = await traced('score', () => scorer.scoreAll(samples, caller));
    tell(res, scored);
    const scores = scored.verdicts.map((verdict) => rewardOr(verdict, query.unscorable));
    sendJson(res, { scores, entry_ids: answers.map(({ entry_id }) => entry_id) });
  },
};

interface EntryId {
  readonly version: number;
  readonly index: number;
}

/** @throws AssayError `invalid_request` for an id that no batch gave out. */
function idOf({ versions }: Experiment, text: string): EntryId {
  const [, version, index] = /^(\d{1,6})\.(\d{1,15})$/.exec(text) ?? [];
  const id = { version: Number(version), index: Number(index) };
  if (versions[id.version] !== undefined) return id;
  throw new AssayError('invalid_request', `Expected an entry id, got ${text.slice(0, 100)}`);
}

/** The references of entries; those of one version are drawn together. */
async function referencesOf(
  experiment: Experiment,
  ids: readonly EntryId[],
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  const references = new Array<unknown>(ids.length);
  for (const version of new Set(ids.map((id) => id.version))) {
    const own = [...ids.entries()].filter(([, id]) => id.version === version);
    const indices = own.map(([, { index }]) => index);
    const drawn = await draw(experiment, experiment.versions[version] ?? {}, indices, signal);
    for (const [k, [at]] of own.entries()) references[at] = drawn[k]?.reference;
  }
  return references;
}

export const experimentRoutes: readonly Route[] = [
  create,
  list,
  remove,
  composite,
  update,
  batch,
  score,
];
