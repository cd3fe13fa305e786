/** One step of a warm start: demonstrations, and one update towards them. */
import { drawDemonstrations } from './drawing.ts';
import { tokensOf } from './sequences.ts';
import { adamwAt, type Moment, type Session, type StepResult } from './session.ts';
import { imitationUpdate } from './update.ts';

export async function imitationStep(session: Session, moment: Moment): Promise<StepResult> {
  const start = performance.now();
  const { learner, loaded } = session;
  const { sft, engine } = loaded.config;
  const { maxPositions } = learner.model.config;
  const { data, optimizer } = moment.stage.settings;
  const rows = drawDemonstrations(moment.stream, learner.tokenizer, sft.batch, {
    ...{
      format: data,
      maxTokens: Math.min(sft.max_tokens, maxPositions),
      eos: learner.eos[0] ?? null,
    },
  });
  const adamw = adamwAt(loaded, moment);
  const { loss, gradNorm, tokens } = await imitationUpdate(learner, rows, {
    ...{ microBatchTokens: engine.micro_batch_tokens, adamw },
    maxGradNorm: optimizer.max_grad_norm,
  });
  const seconds = (performance.now() - start) / 1000;
  const total = rows.reduce((sum, row) => sum + tokensOf(row), 0);
  return {
    metrics: {
      'train/loss': loss,
      'train/grad_norm': gradNorm,
      'train/lr': adamw.lr,
      'train/num_tokens': tokens,
      'perf/total_num_tokens': total,
      'perf/throughput': total / seconds,
      'timing_s/step': seconds,
    },
    ...{ rollouts: [], generations: 0, kl: null, meanLength: null, beta: moment.beta },
  };
}
