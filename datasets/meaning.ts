/**
 * What a trainer's row means: which verifier judges it, against what. Trainers carry one label a
 * row (verl's `ground_truth`, OpenRLHF's `labels`, slime's `label`); its own fields decide, then the
 * name of its data source, and a bare text or number is a math answer. docs/trainers.md has the table.
 */
import { isVerifierId, type VerifierId } from '../verifiers/contract.ts';
import { JsonError, parseJson } from '../verifiers/json.ts';

export interface Meaning {
  readonly verifier: VerifierId;
  readonly reference: unknown;
  readonly options?: unknown;
}

export interface Hints {
  /** The row's data source, as verl's `data_source`. */
  readonly source?: string | undefined;
  /** Said by the caller: goes over everything but a label that names its own verifier. */
  readonly verifier?: VerifierId | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/** Null where nothing tells what the label is; then the row cannot be scored. */
export function meaningOf(label: unknown, hints: Hints = {}): Meaning | null {
  const read = typeof label === 'string' ? readText(label) : label;
  if (isFields(read) && isVerifierId(read.verifier)) {
    const { verifier, reference, options, ...rest } = read;
    return { verifier, reference: reference ?? rest, ...(options !== undefined && { options }) };
  }
  const verifier = hints.verifier ?? byFields(read) ?? bySource(hints.source) ?? byForm(read);
  return verifier ? { verifier, reference: reference[verifier](read, label) } : null;
}

/** JSON objects, and lists of texts or objects; any other text is itself: `[1, 2]` is an interval. */
function readText(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    const read = parseJson(text, { nonFinite: true });
    const list = Array.isArray(read) && read.length > 0;
    return list && !read.every((one) => typeof one === 'string' || isFields(one)) ? text : read;
  } catch (error) {
    if (error instanceof JsonError) return text;
    throw error;
  }
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const codeFields = [
  'inputs',
  'outputs',
  'input_output',
  'test_cases',
  'tests',
  'fn_name',
  'asserts',
  'assert_case',
  'test_code',
  'unit_tests',
  'public_test_cases',
  'private_test_cases',
];

/** First rule that holds. */
const fieldRules: readonly (readonly [VerifierId, (fields: Fields) => boolean])[] = [
  ['instruction', (fields) => 'instruction_id_list' in fields || 'instruction_id' in fields],
  ['logic', (fields) => 'entry' in fields || isPuzzle(fields)],
  ['code', (fields) => codeFields.some((name) => name in fields)],
  [
    'stem',
    (fields) => ['choices', 'options', 'unit', 'tolerance', 'kind'].some((n) => n in fields),
  ],
  ['math', (fields) => 'answers' in fields || answerOf(fields) !== undefined],
];

const isPuzzle = ({ metadata }: Fields) => isFields(metadata) && 'source_dataset' in metadata;

function byFields(label: unknown): VerifierId | undefined {
  const fields = Array.isArray(label) && label.length === 1 ? label[0] : label;
  if (!isFields(fields)) return undefined;
  return fieldRules.find(([, holds]) => holds(fields))?.[0];
}

/** By words in the name of the data source. */
const sourceRules: readonly (readonly [VerifierId, RegExp])[] = [
  ['instruction', /ifeval|ifbench|instruction|if_multi/i],
  ['logic', /reasoning.?gym|puzzle|logic|zebra|sudoku/i],
  ['stem', /gpqa|scibench|mmlu|theoremqa|ugphysics|scp-?116k|science|stem/i],
  ['code', /code|apps|taco|humaneval|mbpp|leetcode|kodcode|prime_code/i],
  ['math', /math|gsm8k|aime|\bamc|olympiad|numina|geometry3k|minerva|dapo|deepscaler/i],
];

function bySource(source: string | undefined): VerifierId | undefined {
  if (source === undefined) return undefined;
  return sourceRules.find(([, names]) => names.test(source))?.[0];
}

/** A text or a number is the answer of a problem; a list of them is its answers. */
function byForm(label: unknown): VerifierId | undefined {
  const all = Array.isArray(label) ? label : [label];
  const isAnswer = (one: unknown) =>
    typeof one === 'number' || (typeof one === 'string' && one.trim() !== '');
  return all.length > 0 && all.every(isAnswer) ? 'math' : undefined;
}

/** The label in the form of the verifier's reference. `given`: as it came, where text is read without loss. */
const reference: Readonly<Record<VerifierId, (read: unknown, given: unknown) => unknown>> = {
  math: (read) => {
    if (Array.isArray(read)) return { answers: read.map(String) };
    if (!isFields(read)) return { answer: String(read) };
    return 'answers' in read ? read : { answer: String(answerOf(read)) };
  },
  stem: (read) => {
    if (!isFields(read)) return { answer: read };
    const { options, ...rest } = read;
    const choices = rest.choices ?? options;
    return {
      ...rest,
      answer: answerOf(read),
      ...(choices !== undefined && { choices: choicesOf(choices) }),
    };
  },
  code: (_, given) => given,
  logic: (read) => {
    if (!isFields(read) || 'entry' in read) return read;
    const { task, config, ...entry } = read;
    const { metadata } = entry as { metadata?: Fields };
    return {
      task: task ?? metadata?.source_dataset,
      entry,
      ...(config !== undefined && { config }),
    };
  },
  instruction: (read) => {
    const fields = Array.isArray(read) ? read[0] : read;
    if (!isFields(fields) || !('instruction_id' in fields)) return fields;
    const { instruction_id, ...rest } = fields;
    return { ...rest, instruction_id_list: instruction_id };
  },
};

const answerNames = [
  'answer',
  'expected_answer',
  'ground_truth',
  'solution',
  'final_answer',
  'target',
];

function answerOf(fields: Fields): unknown {
  const name = answerNames.find((one) => fields[one] !== undefined && fields[one] !== null);
  return name && fields[name];
}

/** Texts by letter, from `{A: …}`, `[{A: …}, …]` or a list of texts. */
function choicesOf(options: unknown): unknown {
  if (!Array.isArray(options)) return options;
  return Object.assign(
    {},
    ...options.map((option, i) =>
      isFields(option) ? option : { [String.fromCharCode(65 + i)]: String(option) },
    ),
  );
}
