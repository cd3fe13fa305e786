/** The texts of one found answer that a kind may read, best first. */
import type { FinalAnswer } from './final.ts';

export type Found = Extract<FinalAnswer, { status: 'found' }>;

/** The whole response where it is short enough to be the answer itself, then what was found. */
export function candidates(answer: Found): readonly string[] {
  return answer.whole === undefined || answer.whole === answer.text
    ? [answer.text]
    : [answer.whole, answer.text];
}

const reason = /(?:[.;!]\s{1,4}(?=[A-Z(])|,?\s(?:because|since|which|so that|assuming|as shown)\b)/;
const verb =
  /\b(?:is|are|equals|be|was|yields|gives)\b(?:\s{1,3}(?:about|approximately|equal to|roughly|given by))?\s*:?/gi;

/**
 * As `candidates`, and behind them what a sentence claims: without its reason, and what stands
 * behind its last verb ("The speed is 5 m/s, because …" claims 5 m/s).
 */
export function claims(answer: Found): readonly string[] {
  const texts = [...candidates(answer)];
  const said = answer.text.split(reason, 1)[0] as string;
  if (said !== answer.text) texts.push(said);
  let end = 0;
  for (const found of said.matchAll(verb)) end = found.index + found[0].length;
  if (end > 0) texts.push(said.slice(end));
  return texts;
}
