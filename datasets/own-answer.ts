/**
 * What a row's own reference is put to: its own answer, judged as a response would be, has to get
 * full marks. A row whose own answer fails teaches every model that right answers are wrong.
 */
import type { Recast } from './formats/index.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface Probe {
  readonly samples: readonly Fields[];
  /**
   * `every`: each of them gets full marks; `some`: one does; `scored`: the reference can be used at
   * all, since the row has no answer that could be judged.
   */
  readonly rule: 'every' | 'some' | 'scored';
  /** What is judged, for a person. */
  readonly what: string;
}

export function probeOf(recast: Omit<Recast, 'response' | 'responses'>): Probe {
  const { verifier, reference, solution } = recast;
  const options = isFields(recast.options) ? recast.options : {};
  const sample = (response: string, more: Fields): Fields => ({
    verifier,
    reference,
    response,
    ...(recast.prompt !== undefined && { prompt: recast.prompt }),
    options: { ...options, ...more },
  });
  const own = isFields(reference) ? reference : {};

  if (verifier === 'math') {
    const answers = [own.answer, ...(Array.isArray(own.answers) ? own.answers : [])].filter(
      isAnswer,
    );
    const form = options.referenceForm === 'text' ? 'text' : 'answer';
    if (answers.length > 0) {
      return {
        samples: answers.map((one) => sample(`${one}`, { form })),
        rule: 'every',
        what: 'its own answer',
      };
    }
  }
  if (verifier === 'stem' && isAnswer(own.answer)) {
    const { unit } = own;
    const texts = isAnswer(unit) ? [`${own.answer} ${unit}`, `${own.answer}`] : [`${own.answer}`];
    const samples = texts.map((text) => sample(text, { form: 'answer' }));
    return { samples, rule: 'some', what: 'its own answer' };
  }
  if (verifier === 'logic' && isFields(own.entry) && isAnswer(own.entry.answer)) {
    const samples = [sample(`${own.entry.answer}`, { extract: 'raw' })];
    return { samples, rule: 'every', what: "its entry's own answer" };
  }
  if (verifier === 'code' && solution !== undefined) {
    return {
      samples: [sample(solution, { extract: 'raw' })],
      rule: 'every',
      what: 'its own solution',
    };
  }
  return { samples: [sample('', {})], rule: 'scored', what: 'its reference' };
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isAnswer = (value: unknown): value is string | number | bigint =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';
