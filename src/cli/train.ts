/** `assay train --config FILE [--resume]`: trains a policy on the oracle's verdicts. */
import type { Command } from 'commander';
import { loadConfig } from '../config.ts';
import type { Backend } from '../engine/backends/contract.ts';
import { openHttp } from '../engine/backends/http.ts';
import { openLocal } from '../engine/backends/local.ts';
import { scorerOptions } from '../engine/index.ts';
import { type LoadedConfig, loadRunConfig } from '../learner/config/load.ts';
import { createOracle } from '../learner/oracle.ts';
import { run as runTraining } from '../learner/train/run.ts';
import { startTrainProgress } from './train-progress.ts';

interface Options {
  readonly config: string;
  readonly resume?: boolean;
}

export function train(program: Command): void {
  program
    .command('train')
    .description('train a policy with GRPO, or on demonstrations, as a YAML file says')
    .requiredOption('--config <file>', 'the configuration of the run')
    .option('--resume', 'go on from the last checkpoint, to the same bits')
    .action(run);
}

async function run({ config: path, resume = false }: Options): Promise<void> {
  const loaded = await loadRunConfig(path);
  const progress = startTrainProgress();
  let asked = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (asked) process.exit(1);
    asked = true;
    progress.say(`${signal}: the step under way is ended and saved; once more ends at once`);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  try {
    await using oracle = createOracle(await openOracleBackend(loaded), {
      ...oracleTimes(loaded),
      onOutage: (outage) => progress.tell({ kind: 'outage', outage }),
    });
    const end = await runTraining(loaded, {
      ...{ oracle, resume, tell: progress.tell },
      stopping: () => asked,
    });
    progress.stop();
    const score = end.score === null ? '' : `, score ${end.score.toFixed(4)}`;
    const how = end.over ? 'done' : 'stopped; --resume goes on';
    process.stdout.write(`${end.directory}: step ${end.step}${score}, ${how}\n`);
  } finally {
    progress.stop();
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}

/** Judged here unless the configuration names a server. Warm starts judge nothing but evaluations. */
async function openOracleBackend({ config }: LoadedConfig): Promise<Backend> {
  const { url, token } = config.oracle;
  const own = loadConfig(process.env, { sandbox: 'lazy' });
  if (url === undefined) return openLocal(scorerOptions(own));
  // Short: the oracle waits an outage out itself, and tells of it.
  return openHttp({ url, token: token ?? own.token, patienceMs: 5000 });
}

function oracleTimes({ config: { oracle } }: LoadedConfig) {
  const { retry_s: retry, max_retry_s: most, give_up_s: giveUp } = oracle;
  return {
    retryMs: retry * 1000,
    maxRetryMs: most * 1000,
    giveUpMs: giveUp === null ? null : giveUp * 1000,
  };
}
