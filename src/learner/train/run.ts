/**
 * A run from its first step or its last checkpoint to its end.
 *
 * Theory of operation. All that a step depends on is in the weights, the moments, the reference and
 * the run's state, and a checkpoint holds them all; every draw comes of the seed and of counts in
 * the state. So a run that was killed goes on from its last checkpoint and does the steps after it
 * again, to the same bits, and the lines written after that checkpoint are replaced by their equals.
 */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AssayError } from '../../errors.ts';
import { textChunks, writeFileAtomic } from '../checkpoint/atomic.ts';
import type { LoadedConfig, LoadedStage } from '../config/load.ts';
import { resetPolicy } from '../config/settings.ts';
import { openStream, type PromptStream, startOfData } from '../data/stream.ts';
import { openEngine } from '../engines/index.ts';
import type { RewardOracle } from '../oracle.ts';
import {
  afterEvaluation,
  afterStep,
  initialReset,
  type ResetStep,
  resetNow,
} from '../prolonged/reset.ts';
import { afterStageStep, firstStage } from '../prolonged/stages.ts';
import { latestCheckpoint, pruneCheckpoints, saveCheckpoint } from '../run/checkpoints.ts';
import { lockRun } from '../run/lock.ts';
import { type MetricsFile, openMetricsFile, readMetrics } from '../run/metrics-file.ts';
import { writeRollouts } from '../run/rollouts.ts';
import { type RunState, readState } from '../run/state.ts';
import type { Timeline } from '../run/timeline.ts';
import { evaluate, type OpenSet, openSets } from './evaluate.ts';
import { grpoStep } from './grpo-step.ts';
import { imitationStep } from './imitation-step.ts';
import { openLearner, type Resumed } from './learner.ts';
import type { Tell } from './progress.ts';
import { expectRoom } from './room.ts';
import type { Session } from './session.ts';

export interface RunOptions {
  readonly oracle: RewardOracle;
  readonly resume: boolean;
  readonly tell: Tell;
  /** Asked after each step: true ends the run with a checkpoint. */
  readonly stopping?: () => boolean;
  readonly signal?: AbortSignal | undefined;
}

export interface RunEnd {
  readonly directory: string;
  readonly step: number;
  /** False: it was asked to stop before its end. */
  readonly over: boolean;
  readonly score: number | null;
}

export const metricsName = 'metrics.jsonl';
export const configName = 'config.json';

export async function run(loaded: LoadedConfig, options: RunOptions): Promise<RunEnd> {
  const directory = resolve(loaded.base, loaded.config.directory);
  await expectRoom(loaded);
  const sets = await openSets(loaded);
  await mkdir(directory, { recursive: true });
  await using _lock = await lockRun(directory);
  const resumed = await findResumed(directory, loaded, options.resume);
  await writeFileAtomic(join(directory, configName), textChunks(describeRun(loaded)));
  const { name, threads, weights } = loaded.config.engine;
  await using engine = await openEngine(name, { threads, weights });
  await using learner = await openLearner(engine, loaded, resumed);
  const state = resumed?.state ?? initialState(loaded);
  await using metrics = await openMetricsFile(join(directory, metricsName), state.step);
  const { steps } = loaded.config;
  const text = `${engine.name} (${engine.description})`;
  options.tell({ kind: 'begun', step: state.step, steps, text });
  const session: Session = { loaded, learner, oracle: options.oracle, signal: options.signal };
  return await loop({ session, sets, metrics, directory, options, fresh: resumed === null }, state);
}

interface Loop {
  readonly session: Session;
  readonly sets: readonly OpenSet[];
  readonly metrics: MetricsFile;
  readonly directory: string;
  readonly options: RunOptions;
  readonly fresh: boolean;
}

async function loop(all: Loop, from: RunState): Promise<RunEnd> {
  const { session, sets, directory, options, fresh } = all;
  const { loaded, learner } = session;
  const { config, stages } = loaded;
  let state = from;
  let over = stages[state.stage.index] === undefined;
  let stream = over ? null : await streamOf(loaded, state);

  const write = async (
    kind: 'step' | 'evaluation',
    stage: string,
    metrics: object,
    timeline?: Timeline,
  ) => {
    const line = { step: state.step, stage, kind, metrics: { ...metrics } };
    await all.metrics.write({ ...line, timeline });
    options.tell(line);
  };
  const applyReset = async ({ state: reset, reset: due }: ResetStep) => {
    state = { ...state, reset };
    if (due === null) return;
    await learner.resetReference();
    if (due.optimizer) learner.resetOptimizer();
    options.tell({ kind: 'reset', step: state.step, reason: due.reason });
  };
  const measure = async (stage: LoadedStage): Promise<number | null> => {
    const found = await evaluate(session, sets, stage);
    const score = found[config.checkpoint.best ?? 'val/reward'] ?? null;
    state = { ...state, score: score ?? state.score };
    if (score !== null && stage.kind === 'grpo') {
      const policy = resetPolicy(stage.settings);
      await applyReset(afterEvaluation(state.reset, state.step, score, policy));
    }
    await write('evaluation', stage.name, { ...found, 'reference/resets': state.reset.resets });
    return score;
  };
  const save = async () => {
    const dir = await saveCheckpoint(directory, await learner.checkpoint(state));
    const { keep_last: last, keep_best: best } = config.checkpoint;
    await pruneCheckpoints(directory, { last, best });
    options.tell({ kind: 'checkpoint', step: state.step, dir });
  };

  if (fresh && !over) {
    await needReference(session, stages[0] as LoadedStage);
    if (config.evaluation.before && sets.length > 0) await measure(stages[0] as LoadedStage);
  }
  while (!over && stream !== null && state.step < config.steps) {
    const stage = stages[state.stage.index] as LoadedStage;
    const step = state.step + 1;
    const result = await (stage.kind === 'sft' ? imitationStep : grpoStep)(session, {
      ...{ step, stage, begun: state.stage.begun, stream, beta: state.beta },
      generations: state.rng.generations,
    });
    const generations = state.rng.generations + result.generations;
    state = { ...state, step, beta: result.beta, cursor: stream.state };
    state = { ...state, rng: { ...state.rng, generations } };
    if (stage.kind === 'grpo') {
      await applyReset(afterStep(state.reset, step, result.kl, resetPolicy(stage.settings)));
    }
    if (result.rollouts.length > 0 && due(step, config.save_rollouts)) {
      await writeRollouts(directory, step, result.rollouts);
    }
    const resets = { 'reference/resets': state.reset.resets };
    await write('step', stage.name, { ...result.metrics, ...resets }, result.timeline);
    const last = step >= config.steps;
    const measured = sets.length > 0 && (due(step, config.evaluation.every) || last);
    const score = measured ? await measure(stage) : null;
    const moved = afterStageStep(state.stage, stages, {
      step,
      score,
      meanLength: result.meanLength,
    });
    state = { ...state, stage: moved.state };
    over = moved.over;
    const next = stages[state.stage.index];
    if (moved.ended !== null && next) {
      await enter(session, next, applyReset, state);
      state = { ...state, beta: next.settings.loss.beta };
      stream = await streamOf(loaded, state);
      options.tell({ kind: 'stage', step, stage: next.name });
    }
    const stop = options.stopping?.() === true;
    if (due(step, config.checkpoint.every) || last || over || stop) await save();
    if (stop) break;
  }
  over ||= state.step >= config.steps;
  return { directory, step: state.step, over, score: state.score };
}

/** What begins anew with a stage. */
async function enter(
  session: Session,
  stage: LoadedStage,
  applyReset: (step: ResetStep) => Promise<void>,
  state: RunState,
): Promise<void> {
  if (stage.entry !== 'nothing') {
    const optimizer = stage.entry === 'reference+optimizer';
    if (needs(stage)) await applyReset(resetNow(state.reset, state.step, 'stage', { optimizer }));
    else if (optimizer) session.learner.resetOptimizer();
  }
  await needReference(session, stage);
}

/** The first stage that measures a divergence takes the policy as it then is. */
async function needReference({ learner }: Session, stage: LoadedStage): Promise<void> {
  if (needs(stage) && learner.reference === null) await learner.resetReference();
}

function needs({ kind, settings }: LoadedStage): boolean {
  return kind === 'grpo' && settings.loss.beta > 0;
}

function due(step: number, every: number): boolean {
  return every > 0 && step % every === 0;
}

async function streamOf({ stages, base }: LoadedConfig, state: RunState): Promise<PromptStream> {
  const { kind, settings } = stages[state.stage.index] as LoadedStage;
  const rows = kind === 'sft' ? 'answered' : 'judged';
  return openStream(settings.data, { base, kind: rows, from: state.cursor });
}

function initialState({ config, stages, hash }: LoadedConfig): RunState {
  return {
    ...{ version: 1, step: 0, config: hash, optimizerStep: 0 },
    rng: { seed: config.seed, generations: 0 },
    cursor: startOfData,
    ...{ reset: initialReset, stage: firstStage, score: null },
    beta: stages[0]?.settings.loss.beta ?? 0,
  };
}

/** The checkpoint to go on from; null where the run begins. */
async function findResumed(
  directory: string,
  { hash }: LoadedConfig,
  resume: boolean,
): Promise<Resumed | null> {
  const latest = await latestCheckpoint(directory);
  if (!resume) {
    const begun = latest !== null || (await readMetrics(join(directory, metricsName))).length > 0;
    if (!begun) return null;
    throw new AssayError(
      'config_invalid',
      `directory: expected one without a run, or --resume; got ${directory}`,
    );
  }
  if (latest === null) return null;
  const state = await readState(latest.dir);
  if (state.config === hash) return { dir: latest.dir, state };
  throw new AssayError(
    'config_invalid',
    `Expected the configuration that ${directory} began with, got another (steps, directory, checkpoint, save_rollouts and oracle may differ)`,
  );
}

function describeRun({ config, stages, hash }: LoadedConfig): string {
  return `${JSON.stringify({ config: withoutToken(config), stages, hash }, null, 2)}\n`;
}

/** A run directory is passed on; what opens a server is not. */
function withoutToken({ oracle, ...rest }: LoadedConfig['config']) {
  const { token: _, ...told } = oracle;
  return { ...rest, oracle: told };
}
