/** The verifier as a whole: references, modes, rewards, hardening, hostile input. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { instruction } from '../../../verifiers/instruction/index.ts';
import {
  InstructionOptions,
  InstructionReference,
} from '../../../verifiers/instruction/reference.ts';
import { instructions } from '../../../verifiers/instruction/table.ts';

type Kwargs = Record<string, unknown> | null;

function score(response: string, asked: readonly [string, Kwargs][], options: object = {}) {
  return instruction.score({
    response,
    prompt: undefined,
    reference: InstructionReference.parse({
      instruction_id_list: asked.map(([id]) => id),
      kwargs: asked.map(([, kwargs]) => kwargs),
    }),
    options: InstructionOptions.parse(options),
  });
}

const noComma: [string, Kwargs] = ['punctuation:no_comma', {}];
const tenWords: [string, Kwargs] = [
  'length_constraints:number_words',
  { num_words: 10, relation: 'at least' },
];

function summary(verdict: ReturnType<typeof score>) {
  return verdict.status === 'scored' ? [verdict.reward, verdict.cause] : [null, verdict.cause];
}

test('the reward is the share of instructions followed, or all or nothing', () => {
  const response = 'Only a few words.';
  assert.deepEqual(summary(score(response, [noComma, tenWords])), [0.5, 'partial']);
  assert.deepEqual(summary(score(response, [noComma, tenWords], { reward: 'all' })), [
    0,
    'wrong_answer',
  ]);
  assert.deepEqual(summary(score(response, [noComma])), [1, 'equal']);
});

test('each instruction comes with a reason', () => {
  const verdict = score('Only a few words.', [noComma, tenWords]);
  assert.ok(verdict.status === 'scored');
  assert.deepEqual(verdict.parts?.instructions, [
    { id: 'punctuation:no_comma', passed: true, reason: '0 commas' },
    {
      id: 'length_constraints:number_words',
      passed: false,
      reason: '4 words, asked: at least 10',
    },
  ]);
});

test('null kwargs and null arguments stand for none', () => {
  assert.deepEqual(summary(score('Nothing else to say here.', [['punctuation:no_comma', null]])), [
    1,
    'equal',
  ]);
  const padded = { num_words: 3, relation: 'at least', keywords: null, letter: null };
  const asked: [string, Kwargs] = ['length_constraints:number_words', padded];
  assert.deepEqual(summary(score('Nothing else to say.', [asked])), [1, 'equal']);
});

describe('a reference that cannot be used is refused, not scored', () => {
  const cases: [why: string, id: string, kwargs: Kwargs, says: RegExp][] = [
    ['unknown id', 'keywords:existance', {}, /expected a known id, got "keywords:existance"/],
    ['missing argument', 'keywords:frequency', { keyword: 'a' }, /keywords:frequency.*frequency/],
    ['unknown argument', 'punctuation:no_comma', { commas: 0 }, /no_comma.*commas/],
    ['unknown relation', tenWords[0], { num_words: 5, relation: 'exactly' }, /less than/],
    ['half a word', tenWords[0], { num_words: 4.5, relation: 'at least' }, /num_words/],
    [
      'two letters',
      'keywords:letter_frequency',
      { letter: 'ab', let_frequency: 1, let_relation: 'at least' },
      /one character/,
    ],
    ['a language without a rule', 'language:response_language', { language: 'tlh' }, /language/],
    ['a pattern Python refuses', 'keywords:existence', { keywords: ['(open'] }, /missing \)/],
    ['a back-reference', 'keywords:existence', { keywords: ['(a)\\1'] }, /back-reference/],
    [
      'a look-ahead',
      'keywords:forbidden_words',
      { forbidden_words: ['a(?=b)'] },
      /unsupported group/,
    ],
  ];
  for (const [why, id, kwargs, says] of cases) {
    test(why, () => {
      const verdict = score('Some ordinary words here.', [[id, kwargs]]);
      assert.ok(verdict.status === 'unscorable');
      assert.equal(verdict.cause, 'reference_invalid');
      assert.match(verdict.message, says);
    });
  }

  test('the schema wants as many kwargs as ids', () => {
    const parsed = InstructionReference.safeParse({
      instruction_id_list: ['a', 'b'],
      kwargs: [{}],
    });
    assert.match(parsed.error?.message ?? '', /as many kwargs as ids/);
  });
});

describe('loose mode tries the response without its first line, last line and stars', () => {
  const end: [string, Kwargs] = ['startend:end_checker', { end_phrase: 'The end.' }];
  const json: [string, Kwargs] = ['detectable_format:json_format', {}];
  const cases: [why: string, response: string, asked: [string, Kwargs]][] = [
    ['last line', 'A tale of three bears.\nThe end.\nHope you like it!', end],
    ['stars', 'A tale of three bears.\n**The end.**', end],
    ['first line', 'Here you are:\n{"three": "wild bears"}', json],
    ['both lines', 'Here you are:\n{"three": "wild bears"}\nEnjoy!', json],
  ];
  for (const [why, response, asked] of cases) {
    test(why, () => {
      assert.deepEqual(summary(score(response, [asked])), [0, 'wrong_answer']);
      assert.deepEqual(summary(score(response, [asked], { mode: 'loose' })), [1, 'equal']);
    });
  }
});

describe('thinking', () => {
  const response = '<think>Commas, commas, commas.</think>\n\nThere are none of them.';
  test('is removed before the checks', () => {
    assert.deepEqual(summary(score(response, [noComma])), [1, 'equal']);
  });
  test('is kept on request', () => {
    assert.deepEqual(summary(score(response, [noComma], { thinking: 'keep' })), [
      0,
      'wrong_answer',
    ]);
  });
  test('that never ends leaves no answer', () => {
    assert.deepEqual(summary(score('<think>My answer is yes.', [noComma])), [0, 'no_answer']);
  });
  test('the empty lines after it go with it', () => {
    const asked: [string, Kwargs] = [
      'length_constraints:nth_paragraph_first_word',
      { num_paragraphs: 1, nth_paragraph: 1, first_word: 'there' },
    ];
    assert.deepEqual(summary(score(response, [asked])), [1, 'equal']);
  });
});

describe('vacuous satisfaction', () => {
  const nothings = [
    '',
    ' ',
    '\n\t',
    '.',
    '1',
    '#',
    '```',
    '```\n```',
    '*',
    '---',
    '…',
    '!!!',
    '42',
    'a',
    'Hello',
    'OK.',
    'word word word word',
    '😀',
    '[ ]',
    '{}',
    '[]',
    '""',
    'null',
    '{"a": 1}',
    '```json\n{}\n```',
    '\u200b',
    '\ufeff',
  ];
  for (const { id, example } of instructions.values()) {
    test(`nothing said earns nothing: ${id}`, () => {
      for (const nothing of nothings) {
        for (const mode of ['strict', 'loose']) {
          const verdict = score(nothing, [[id, example.kwargs]], { mode });
          assert.ok(verdict.status === 'scored');
          assert.equal(verdict.reward, 0, `${JSON.stringify(nothing)} (${mode})`);
        }
      }
    });
  }

  test('is told apart from failing, and flagged', () => {
    const verdict = score('1', [noComma]);
    assert.deepEqual(summary(verdict), [0, 'vacuous']);
    assert.deepEqual(verdict.status === 'scored' && verdict.flags, ['vacuous']);
  });
  test('earns as published when not hardened', () => {
    assert.deepEqual(summary(score('1', [noComma], { hardened: false })), [1, 'equal']);
    assert.deepEqual(summary(score('', [noComma], { hardened: false })), [0, 'no_answer']);
  });
  test('a short answer that an instruction demands is not vacuous', () => {
    const asked: [string, Kwargs] = ['keywords:existence', { keywords: ['yes'] }];
    assert.deepEqual(summary(score('Yes.', [asked])), [1, 'equal']);
  });
  test('a sentence without blanks has substance', () => {
    assert.deepEqual(summary(score('这是一个中文句子。', [noComma])), [1, 'equal']);
  });
  test('a text whose language cannot be told passes only as published', () => {
    const asked: [string, Kwargs] = ['language:response_language', { language: 'fr' }];
    const ethiopic = 'ሰላም ለዓለም ሁሉ ይሁን';
    assert.deepEqual(summary(score(ethiopic, [asked])), [0, 'wrong_answer']);
    assert.deepEqual(summary(score(ethiopic, [asked], { hardened: false })), [1, 'equal']);
  });
});

describe('hostile input', () => {
  test('a response that is too long is scored, not judged', () => {
    assert.deepEqual(summary(score('a'.repeat(2 << 20), [noComma])), [0, 'too_long']);
  });
  test('a check that needs too many steps fails', () => {
    const asked: [string, Kwargs] = [
      'keywords:frequency',
      { keyword: 'a(.*b)?', frequency: 1, relation: 'at least' },
    ];
    assert.deepEqual(summary(score('a'.repeat(100_000), [asked])), [0, 'step_limit']);
  });

  test('no response makes a check throw', () => {
    const all = [...instructions.values()].map(({ id, example }): [string, Kwargs] => [
      id,
      example.kwargs,
    ]);
    const some = fc.shuffledSubarray(all, { minLength: 40, maxLength: 64 });
    const pieces = [
      '*',
      '**',
      '***',
      '******',
      '<<',
      '>>',
      '[',
      ']',
      '"',
      '`',
      '```json',
      '\n\n',
      '- ',
      'Dr. ',
      'P.S.',
      ',',
      '{',
      '}',
      '\ud800',
      '\udc00',
      '\0',
      '\x1c',
      '\x85',
      '\ufeff',
      'İ',
      'ǅ',
      '日本',
      'word',
    ];
    const text = fc
      .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary' })))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, some, fc.constantFrom('strict', 'loose'), (response, asked, mode) => {
        const verdict = score(response, asked, { mode });
        assert.ok(verdict.status === 'scored');
        assert.ok(verdict.reward >= 0 && verdict.reward <= 1);
      }),
      { numRuns: 300 },
    );
  });

  test('no kwargs make an instruction throw', () => {
    const value = fc.oneof(
      fc.string(),
      fc.double(),
      fc.constant(null),
      fc.array(fc.string()),
      fc.constantFrom('at least', 'less than', 'en', 3),
    );
    const names = [
      'keywords',
      'keyword',
      'frequency',
      'relation',
      'forbidden_words',
      'letter',
      'let_frequency',
      'let_relation',
      'language',
      'num_words',
      'section_spliter',
      'num_sections',
      'postscript_marker',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...instructions.keys()),
        fc.dictionary(fc.constantFrom(...names), value),
        (id, kwargs) => {
          score('Some ordinary words here.', [[id, kwargs]]);
        },
      ),
      { numRuns: 500 },
    );
  });
});
