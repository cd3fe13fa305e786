/** STEM answers judged by rule: one file a kind in kinds/, one table here. */
import { maxResponseLength, type PureVerifier } from '../contract.ts';
import { finalAnswer } from './answer/final.ts';
import { type Kind, wrong } from './judge.ts';
import { decideKind } from './kind.ts';
import { chemistry } from './kinds/chemistry.ts';
import { expression } from './kinds/expression.ts';
import { mcq } from './kinds/mcq.ts';
import { quantity } from './kinds/quantity.ts';
import { shortText } from './kinds/short-text.ts';
import { type StemKind, StemOptions, StemReference } from './reference.ts';

export { type StemKind, StemOptions, StemReference, stemKinds } from './reference.ts';

const kinds: Readonly<Record<StemKind, Kind>> = {
  quantity,
  mcq,
  chemistry,
  expression,
  short_text: shortText,
};

export const stem: PureVerifier<StemReference, StemOptions> = {
  id: 'stem',
  kind: 'pure',
  summary:
    'Science answers by rule: numbers with units, multiple choice, chemical formulas and reactions, expressions, short text',
  reference: StemReference,
  options: StemOptions,
  score({ response, reference: given, options }) {
    const tolerance = given.tolerance ?? options.tolerance;
    const reference = tolerance ? { ...given, tolerance } : given;
    const kind = decideKind(reference);
    if (response.length > maxResponseLength) {
      const message = `Expected at most ${maxResponseLength} characters, got ${response.length}`;
      return wrong('too_long', message, { parts: { kind } });
    }
    const answer = finalAnswer(response, options.form);
    if (answer.status === 'missing') {
      return wrong(answer.cause, answer.message, { parts: { kind } });
    }
    const judgement = kinds[kind].judge(answer, reference, options);
    return judgement.status === 'unscorable'
      ? judgement
      : { ...judgement, parts: { kind, from: answer.from, ...judgement.parts } };
  },
};
