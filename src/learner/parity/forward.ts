/** golden_forward.json: logits, log-probabilities and entropies of padded batches. */
import { pack, unpad } from '../model/batch.ts';
import { attentionShape } from '../model/layer.ts';
import type { Model } from '../model/model.ts';
import { Forward, type ForwardBatch, PerToken, readGolden } from './golden.ts';
import { Gap, tolerances } from './tolerance.ts';

export async function forwardGaps(dir: string, model: Model): Promise<Gap[]> {
  const { batches } = await readGolden(dir, 'golden_forward.json', Forward);
  const gaps: Gap[] = [];
  for (const golden of batches) {
    const { sequences, columns } = unpad({
      inputIds: golden.input_ids,
      attentionMask: golden.attention_mask,
      positionIds: golden.position_ids,
    });
    const batch = pack(sequences);
    gaps.push(await logitsGap(golden, model, batch, columns));
    for (const key of Object.keys(golden)) {
      const [, kind, temperature] = /^(logprobs|entropy)_t([0-9.]+)$/.exec(key) ?? [];
      if (kind !== 'logprobs' && kind !== 'entropy') continue;
      const wanted = PerToken.parse(golden[key]);
      const got = (await model.score(batch, Number(temperature)))[kind];
      const gap = new Gap(`${kind} T=${temperature}, padded ${golden.padding}`);
      batch.places.forEach(({ sequence, token }, i) => {
        const want = wanted[sequence]?.[(columns[sequence]?.[token] as number) - 1];
        if (typeof want === 'number') gap.see(got[i] as number, want, tolerances[kind]);
      });
      gaps.push(gap);
    }
  }
  return gaps;
}

async function logitsGap(
  golden: ForwardBatch,
  model: Model,
  batch: ReturnType<typeof pack>,
  columns: readonly (readonly number[])[],
): Promise<Gap> {
  const { engine, config } = model;
  const rows = model.upload(batch.tokens, batch.positions);
  const shape = attentionShape(config);
  const hidden = model.hidden(rows, (_, { q, k, v }, out, lse) =>
    engine.attention(out, lse, q, k, v, batch.offsets, shape),
  );
  const buffer = model.logits(hidden, rows.rows);
  const logits = await engine.read(buffer);
  engine.free(buffer);
  engine.free(hidden);
  model.freeRows(rows);
  const gap = new Gap(`logits, padded ${golden.padding}`);
  for (const { row, pos, values } of golden.logits) {
    const at = (batch.offsets[row] as number) + (columns[row]?.indexOf(pos) ?? Number.NaN);
    values.forEach((want, i) => {
      const got = logits[at * config.vocab + i] as number;
      gap.see(got, want, tolerances.logits, `row ${row}, position ${pos}, token ${i}`);
    });
  }
  return gap;
}
