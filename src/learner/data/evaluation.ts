/** The prompts of an evaluation: always the same ones. */
import type { EvaluationSet } from '../config/data.ts';
import { openSource, type Prompt } from './source.ts';

export async function evaluationPrompts(
  set: EvaluationSet,
  { base, template }: { readonly base: string; readonly template: string | undefined },
): Promise<Prompt[]> {
  const { seed, split, count, level = -1 } = set;
  const drawing = { seed, split, template };
  const part = { ...set, shuffle: false };
  const source = await openSource(part, { drawing, base, kind: 'judged' });
  const prompts: Prompt[] = [];
  const seen = new Set<string>();
  for (let i = 0; i < count; i++) {
    const prompt = source.at(i, level);
    // A file with fewer rows than `count` begins again: that is all of it.
    if (set.file !== undefined && seen.has(prompt.id)) break;
    seen.add(prompt.id);
    prompts.push(prompt);
  }
  return prompts;
}
