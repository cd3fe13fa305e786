/**
 * The mixed batch of the demo: right, wrong, malformed and hostile responses for every verifier,
 * each with the verdict it must get. Written for the project.
 */
import type { Sample, Verdict } from '../../verifiers/contract.ts';

export interface Expected {
  readonly reward: Verdict['reward'];
  /** More than one where the cause depends on the wall in force. */
  readonly cause: Verdict['cause'] | readonly Verdict['cause'][];
}

export interface DemoCase {
  readonly name: string;
  /** Usually a Sample; some rows are broken on purpose. */
  readonly sample: Sample | Readonly<Record<string, unknown>>;
  readonly expect: Expected;
}

const full: Expected = { reward: 1, cause: 'equal' };
const wrong: Expected = { reward: 0, cause: 'wrong_answer' };
const zero = (...cause: Verdict['cause'][]): Expected => ({ reward: 0, cause });
const unscorable = (cause: Verdict['cause']): Expected => ({ reward: null, cause });

// --- math ---------------------------------------------------------------------------------------

const math = (name: string, answer: string, response: string, expect: Expected): DemoCase => ({
  name,
  sample: { verifier: 'math', response, reference: { answer } },
  expect,
});

const mathCases: readonly DemoCase[] = [
  math('integer in a box', '42', 'So we get $6 \\cdot 7 = \\boxed{42}$.', full),
  math('fraction against decimal', '\\frac{3}{8}', 'The answer is 0.375.', full),
  math('root written another way', '2\\sqrt{3}', '\\boxed{\\sqrt{12}}', full),
  math('sets ignore order', '\\{1,2,3\\}', '\\boxed{\\{3, 1, 2\\}}', full),
  math('same polynomial', 'x^2-1', '\\boxed{(x-1)(x+1)}', full),
  math('interval', '[0, 1)', 'Hence $x \\in \\boxed{[0,1)}$', full),
  math('wrong end of the interval', '[0, 1)', '\\boxed{[0,1]}', wrong),
  math('tuples keep order', '(1, 2)', '\\boxed{(2, 1)}', wrong),
  math('small, but not equal', '0.0000001', '\\boxed{0.0000002}', wrong),
  math('e the other way round', '1-\\frac1e', '\\boxed{1+\\frac1e}', wrong),
  math('two answers in one breath', '42', 'It is 42 or 43.', zero('ambiguous_answer')),
  math(
    'answer only while thinking',
    '42',
    '<think>\\boxed{42}</think> I am sure.',
    zero('no_answer'),
  ),
  math('nothing at all', '42', '', zero('no_answer')),
  math(
    'a tower of powers',
    '7',
    '\\boxed{9^{9^{9^9}}}',
    zero('wrong_answer', 'undecided', 'step_limit'),
  ),
];

// --- code ---------------------------------------------------------------------------------------

const fence = (language: string, source: string) =>
  `Here it is:\n\`\`\`${language}\n${source}\n\`\`\`\n`;
const limits = { test_ms: 1500, total_ms: 6000, memory_mb: 128, output_bytes: 1 << 20 };
const doubling = {
  kind: 'stdin',
  inputs: ['3\n', '10\n', '-7\n'],
  outputs: ['6\n', '20\n', '-14\n'],
};
const squares = { kind: 'function', fn_name: 'square', inputs: [[3], [10]], outputs: [9, 100] };

const code = (
  name: string,
  language: 'python' | 'javascript' | 'typescript',
  tests: object,
  source: string,
  expect: Expected,
): DemoCase => ({
  name,
  sample: {
    verifier: 'code',
    response: fence(language, source),
    reference: { language, tests },
    options: { limits },
  },
  expect,
});

const codeCases: readonly DemoCase[] = [
  code('stdin, honest', 'python', doubling, 'print(int(input()) * 2)', full),
  code(
    'stdin by bytes',
    'python',
    doubling,
    'import sys\nn = int(sys.stdin.buffer.read())\nsys.stdout.buffer.write(b"%d\\n" % (2 * n))',
    full,
  ),
  code('right for two of three', 'python', doubling, 'print(abs(int(input())) * 2)', {
    reward: 2 / 3,
    cause: 'partial',
  }),
  code('wrong', 'python', doubling, 'print(int(input()) + 2)', wrong),
  code('does not compile', 'python', doubling, 'print(int(input()', zero('compile_error')),
  code('divides by zero', 'python', doubling, 'print(1 / 0)', zero('runtime_error')),
  code('endless loop', 'python', doubling, 'while True:\n    pass', zero('time_limit')),
  code(
    'memory bomb',
    'python',
    doubling,
    'x = []\nwhile True:\n    x.append(bytearray(1 << 22))',
    zero('memory_limit'),
  ),
  code(
    'output flood',
    'python',
    doubling,
    'while True:\n    print("x" * 1000)',
    zero('output_limit'),
  ),
  code(
    'fork bomb',
    'python',
    doubling,
    'import os\nfor _ in range(500):\n    os.fork()\nprint(int(input()) * 2)',
    zero('runtime_error', 'process_limit', 'time_limit', 'wrong_answer', 'memory_limit'),
  ),
  code('exits with success', 'python', doubling, 'import os\nos._exit(0)', wrong),
  code(
    'reads the service environment',
    'python',
    doubling,
    'print(open("/proc/1/environ").read() or "nothing")',
    zero('wrong_answer', 'runtime_error'),
  ),
  code(
    'calls out',
    'python',
    doubling,
    'import socket\ns = socket.create_connection(("127.0.0.1", 80), 1)\nprint(s)',
    zero('runtime_error'),
  ),
  code('function, honest', 'python', squares, 'def square(n):\n    return n * n', full),
  code(
    'equal to everything',
    'python',
    squares,
    'class Any:\n    def __eq__(self, other):\n        return True\ndef square(n):\n    return Any()',
    wrong,
  ),
  code(
    'looks for the answer in the stack',
    'python',
    squares,
    [
      'import sys',
      'def square(n):',
      '    frame = sys._getframe()',
      '    while frame:',
      '        for value in list(frame.f_locals.values()):',
      '            if isinstance(value, list) and 9 in value:',
      '                return value[value.index(9)]',
      '        frame = frame.f_back',
      '    return None',
    ].join('\n'),
    wrong,
  ),
  code(
    'assertions',
    'python',
    {
      kind: 'assert',
      entry_point: 'add',
      candidate_alias: 'candidate',
      setup: '',
      n: 2,
      asserts: ['assert add(1, 2) == 3', 'assert candidate([1], [2]) == [1, 2]'],
    },
    'def add(a, b):\n    return a + b',
    full,
  ),
  code('JavaScript, honest', 'javascript', squares, 'const square = (n) => n ** 2;', full),
  code(
    'TypeScript, honest',
    'typescript',
    squares,
    'function square(n: number): number {\n  return n * n;\n}',
    full,
  ),
  code(
    'JavaScript spins',
    'javascript',
    squares,
    'function square() { for (;;); }',
    zero('time_limit'),
  ),
  code(
    'JavaScript eats memory',
    'javascript',
    squares,
    'function square() { const a = []; for (;;) a.push([a.length]); }',
    zero('memory_limit', 'time_limit'),
  ),
  code(
    'JavaScript looks for the host',
    'javascript',
    squares,
    "function square() { return this.constructor.constructor('return process')().env; }",
    zero('runtime_error'),
  ),
  {
    name: 'no code block',
    sample: {
      verifier: 'code',
      response: 'I would read the number and double it.',
      reference: { language: 'python', tests: doubling },
    },
    expect: zero('wrong_format'),
  },
];

// --- logic --------------------------------------------------------------------------------------

const countdown = {
  task: 'countdown',
  entry: {
    question: 'Using 3, 4 and 5 once each, make 23.',
    answer: '4*5+3',
    metadata: { numbers: [3, 4, 5], target: 23, expression: '4*5+3' },
  },
};
const base = {
  task: 'base_conversion',
  entry: {
    question: 'Write the decimal number 255 in base 16.',
    answer: 'ff',
    metadata: {
      decimal_value: 255,
      source_base: 10,
      target_base: 16,
      source_repr: '255',
      target_repr: 'ff',
    },
  },
};
const logic = (name: string, reference: object, answer: string, expect: Expected): DemoCase => ({
  name,
  sample: { verifier: 'logic', response: `Let me see. <answer>${answer}</answer>`, reference },
  expect,
});

const logicCases: readonly DemoCase[] = [
  logic('countdown, another way', countdown, '3 + 5 * 4', full),
  logic('countdown, a number twice', countdown, '4*5+3+3-3', zero('wrong_answer', 'wrong_format')),
  logic(
    'countdown, code instead',
    countdown,
    '__import__("os").getpid()',
    zero('wrong_answer', 'wrong_format'),
  ),
  logic('countdown, a huge power', countdown, '9**9**9', zero('wrong_answer', 'wrong_format')),
  logic('base conversion', base, 'ff', full),
  logic('base conversion, padded', base, 'ff or fe', zero('wrong_answer', 'wrong_format')),
  {
    name: 'answer without its tag',
    sample: { verifier: 'logic', response: 'It is ff.', reference: base },
    expect: zero('wrong_format'),
  },
  {
    name: 'unknown task',
    sample: {
      verifier: 'logic',
      response: '<answer>1</answer>',
      reference: { task: 'no_such_task', entry: base.entry },
    },
    expect: unscorable('reference_invalid'),
  },
];

// --- instruction --------------------------------------------------------------------------------

const instruction = (
  name: string,
  instructions: Readonly<Record<string, object>>,
  response: string,
  expect: Expected,
): DemoCase => ({
  name,
  sample: {
    verifier: 'instruction',
    response,
    reference: {
      instruction_id_list: Object.keys(instructions),
      kwargs: Object.values(instructions),
    },
  },
  expect,
});

const instructionCases: readonly DemoCase[] = [
  instruction(
    'both followed',
    { 'punctuation:no_comma': {}, 'keywords:existence': { keywords: ['harbour'] } },
    'The harbour is quiet tonight and the lamps are lit.',
    full,
  ),
  instruction(
    'one of two followed',
    {
      'keywords:existence': { keywords: ['harbour'] },
      'length_constraints:number_words': { num_words: 50, relation: 'at least' },
    },
    'The harbour, by night.',
    { reward: 0.5, cause: 'partial' },
  ),
  instruction(
    'not followed',
    { 'detectable_format:title': {} },
    'A text that has no title.',
    wrong,
  ),
  instruction(
    'JSON as asked',
    { 'detectable_format:json_format': {} },
    '```json\n{"city": "Oslo", "people": 700000}\n```',
    full,
  ),
  instruction('an empty answer has no comma', { 'punctuation:no_comma': {} }, '.', zero('vacuous')),
  instruction(
    'unknown instruction',
    { 'punctuation:no_such_rule': {} },
    'Any text.',
    unscorable('reference_invalid'),
  ),
];

// --- stem ---------------------------------------------------------------------------------------

const choices = { A: 'oxygen', B: 'nitrogen', C: 'argon', D: 'carbon dioxide' };
const stem = (name: string, reference: object, response: string, expect: Expected): DemoCase => ({
  name,
  sample: { verifier: 'stem', response, reference },
  expect,
});

const stemCases: readonly DemoCase[] = [
  stem('choice by letter', { answer: 'B', kind: 'mcq', choices }, 'The answer is (B).', full),
  stem('the other letter', { answer: 'B', kind: 'mcq', choices }, '\\boxed{C}', wrong),
  stem(
    'every letter',
    { answer: 'B', kind: 'mcq', choices },
    'Answer: A, B, C or D',
    zero('ambiguous_answer'),
  ),
  stem(
    'same length, other unit',
    { answer: '1.5', unit: 'km' },
    '\\boxed{1500\\ \\mathrm{m}}',
    full,
  ),
  stem(
    'a unit of something else',
    { answer: '1.5', unit: 'km' },
    '\\boxed{1.5\\ \\mathrm{kg}}',
    wrong,
  ),
  stem(
    'off by powers of ten',
    { answer: '1.5e9', unit: 'Hz' },
    '\\boxed{1500\\ \\mathrm{Hz}}',
    wrong,
  ),
  stem(
    'scientific notation',
    { answer: '6.02e23' },
    'About $\\boxed{6.02 \\times 10^{23}}$.',
    full,
  ),
];

// --- broken rows --------------------------------------------------------------------------------

const brokenCases: readonly DemoCase[] = [
  {
    name: 'unknown verifier',
    sample: { verifier: 'poetry', response: 'Roses are red', reference: {} },
    expect: unscorable('invalid_sample'),
  },
  {
    name: 'no response',
    sample: { verifier: 'math', reference: { answer: '1' } },
    expect: unscorable('invalid_sample'),
  },
  {
    name: 'reference of another type',
    sample: { verifier: 'math', response: '\\boxed{1}', reference: { answer: { value: 1 } } },
    expect: unscorable('reference_invalid'),
  },
  {
    name: 'lone surrogate',
    sample: { verifier: 'math', response: '\\boxed{1}\ud800', reference: { answer: '1' } },
    expect: full,
  },
];

export const demoCases: readonly DemoCase[] = [
  ...mathCases,
  ...codeCases,
  ...logicCases,
  ...instructionCases,
  ...stemCases,
  ...brokenCases,
];
