import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stem } from '../../../verifiers/stem/index.ts';

const judge = (response: string, reference: object, options: object = {}) =>
  stem.score({
    response,
    prompt: undefined,
    reference: stem.reference.parse(reference),
    options: stem.options.parse(options),
  });

const kindOf = (reference: object): unknown => {
  const verdict = judge('x', reference);
  return verdict.status === 'scored' ? verdict.parts?.kind : verdict.cause;
};

test('the kind is decided by rule when the reference does not say', () => {
  const kinds: readonly (readonly [object, string])[] = [
    [{ answer: 'B' }, 'mcq'],
    [{ answer: '(c)' }, 'mcq'],
    [{ answer: 'red', choices: { A: 'red', B: 'blue' } }, 'mcq'],
    [{ answer: '3.2' }, 'quantity'],
    [{ answer: 42 }, 'quantity'],
    [{ answer: '3.2 m/s' }, 'quantity'],
    [{ answer: '\\frac{1}{2}' }, 'quantity'],
    [{ answer: '-5 °C' }, 'quantity'],
    [{ answer: 'H2SO4' }, 'chemistry'],
    [{ answer: 'NaCl' }, 'chemistry'],
    [{ answer: 'NO3^-' }, 'chemistry'],
    [{ answer: '2Na + Cl2 -> 2NaCl' }, 'chemistry'],
    [{ answer: '\\frac{m v^2}{2}' }, 'expression'],
    [{ answer: 'x^2 + 1' }, 'expression'],
    [{ answer: '[1, 2]' }, 'expression'],
    [{ answer: '0.5, 0.25' }, 'expression'],
    [{ answer: 'photosynthesis' }, 'short_text'],
    [{ answer: 'True' }, 'short_text'],
    [{ answer: true }, 'short_text'],
    [{ answer: 'Bacon' }, 'short_text'],
    [{ answer: 'B', kind: 'short_text' }, 'short_text'],
  ];
  for (const [reference, kind] of kinds)
    assert.equal(kindOf(reference), kind, JSON.stringify(reference));
});

test('a reference that cannot be used is unscorable', () => {
  for (const reference of [
    { answer: 'Q', kind: 'mcq', choices: { A: 'x', B: 'y' } },
    { answer: 'neither text', kind: 'mcq', choices: { A: 'x', B: 'y' } },
    { answer: '5 m/s', kind: 'quantity', unit: 'kg' },
    { answer: '5', kind: 'quantity', unit: '§§' },
    { answer: '...', kind: 'short_text' },
  ]) {
    const verdict = judge('5', reference);
    assert.equal(verdict.status, 'unscorable', JSON.stringify(reference));
    assert.equal(verdict.cause, 'reference_invalid');
    assert.match(verdict.message ?? '', /Expected .* got /);
  }
});

test('the schema refuses what is no reference', () => {
  for (const reference of [
    {},
    { answer: '' },
    { answer: null },
    { answer: '1', kind: 'essay' },
    { answer: '1', tolerance: { rel: -1 } },
    { answer: '1', tolerance: { rel: 'small' } },
    { answer: '1', choices: ['a'] },
  ]) {
    assert.equal(stem.reference.safeParse(reference).success, false, JSON.stringify(reference));
  }
  assert.deepEqual(stem.options.parse({}), { form: 'text', unit: 'lenient' });
});

test('the cause tells a missing answer from a wrong one', () => {
  const causes: readonly (readonly [string, string])[] = [
    ['\\boxed{12 m}', 'equal'],
    ['\\boxed{13 m}', 'wrong_answer'],
    ['\\boxed{12 s}', 'wrong_answer'],
    ['\\boxed{}', 'no_answer'],
    ['\\boxed{12 m', 'wrong_format'],
    ['\\boxed{12 m or 13 m}', 'ambiguous_answer'],
    ['\\boxed{12 m} or \\boxed{13 m}', 'ambiguous_answer'],
    ['', 'no_answer'],
    ['<think>12 m', 'no_answer'],
    ['No idea.', 'no_answer'],
  ];
  for (const [response, cause] of causes) {
    assert.equal(judge(response, { answer: '12 m' }).cause, cause, response);
  }
});

test('leniency leaves a flag', () => {
  const missing = judge('12', { answer: '12 m' });
  assert.deepEqual(missing.status === 'scored' && missing.flags, ['unit_missing']);
  const unverified = judge('12 m', { answer: '12' });
  assert.deepEqual(unverified.status === 'scored' && unverified.flags, ['unit_unverified']);
  const plain = judge('12 m', { answer: '12 m' });
  assert.equal(plain.status === 'scored' && plain.flags, undefined);
});

test('form answer takes the response as it stands', () => {
  assert.equal(judge('12 m', { answer: '12 m' }, { form: 'answer' }).cause, 'equal');
  const sentence = 'First 3.\nAnswer: plasma';
  const reference = { answer: 'plasma', kind: 'short_text' };
  assert.equal(judge(sentence, reference).cause, 'equal');
  assert.equal(judge(sentence, reference, { form: 'answer' }).cause, 'wrong_answer');
});
