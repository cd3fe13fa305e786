/**
 * What a Python function returns, or an input for which it returns what is given. Our functions are
 * data (code/program.ts), so any input can be tried; those of the reference are text that is not
 * run, so there only the stored input counts.
 */
import { z } from 'zod';
import type { Budget } from '../../../budget.ts';
import { strip } from '../../../text/python.ts';
import { similarity } from '../../code/json-similarity.ts';
import {
  dumps,
  fromPlain,
  isSame,
  loads,
  readValue,
  toPlain,
  type Value,
} from '../../code/json-value.ts';
import { maxLength } from '../../code/operations.ts';
import { compile, type Program, type Statement } from '../../code/program.ts';
import { drawCall } from '../../code/program-call.ts';
import { printProgram } from '../../code/program-text.ts';
import { codePoints, faultyEntry, graded, type Mark, malformed, right, wrong } from '../../mark.ts';
import { defineTask, perEntry } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';

const config = z.strictObject({
  input_prediction_probability: z.number().min(0).max(1).default(0.5),
  /** How long the function is; null: 1 to 9, drawn. */
  difficulty: z.int().min(1).max(10).nullable().default(null),
});

const metadata = z.looseObject({
  input_data: z.unknown(),
  output_data: z.unknown(),
  asked: z.enum(['input', 'output']).optional(),
  program: z
    .object({
      parameters: z.array(z.tuple([z.string(), z.enum(['int', 'list', 'word'])])).max(9),
      body: z.array(z.unknown()).max(100) as z.ZodType<readonly Statement[]>,
    })
    .optional(),
});
/** Steps one run of a function may take. */
const runSteps = 100_000;
const kinds = {
  int: 'an integer',
  list: 'a list of integers',
  word: 'a string of letters a to z',
};

const runnerOf = perEntry(({ program }: z.infer<typeof metadata>) => program && compile(program));
/** Whether our function gives the stored output on the stored input. */
const isSound = perEntry((of: z.infer<typeof metadata>) => {
  const result = runnerOf(of)?.(fromPlain(of.input_data), runSteps) ?? null;
  return result !== null && isSame(result, fromPlain(of.output_data));
});

export const codeio = defineTask({
  name: 'codeio',
  category: 'code',
  summary: 'Say what a Python function returns, or for which input it returns a given value',
  answerFormat: 'the returned value, or an object with the parameters as keys, as JSON',
  config,
  metadata,
  curriculum: [{ kind: 'scalar', name: 'difficulty', field: 'difficulty', levels: [6, 7, 8, 9] }],

  generate(rng, { input_prediction_probability: share, difficulty }) {
    const size = difficulty ?? rng.randint(1, 9);
    const asked = rng.random() < share ? 'input' : 'output';
    // A way back through many blocks cannot be found by reasoning.
    const blocks = 1 + Math.floor(size * (asked === 'input' ? 0.4 : 0.6));
    const { program, input, output } = drawCall(rng, blocks, size);
    const code = printProgram(program, 'solve');
    return {
      question:
        asked === 'input'
          ? askInput(program, code, dumps(output))
          : askOutput(program, code, dumps(input)),
      answer: dumps(asked === 'input' ? input : output),
      metadata: { input_data: toPlain(input), output_data: toPlain(output), asked, program },
      difficulty: { difficulty },
    };
  },

  score(answer, { entry, mode, budget }) {
    const oracle = strip(entry.answer ?? '');
    if (mode === 'compat') return compat(answer, oracle, budget);
    budget.spend(answer.length + oracle.length);
    const wanted = loads(oracle);
    if (wanted === undefined) return faultyEntry('Expected the stored answer to be JSON');
    const { asked } = entry.metadata;
    const input = fromPlain(entry.metadata.input_data);
    const output = fromPlain(entry.metadata.output_data);
    const isStored = (value: Value) =>
      (asked !== 'output' && isSame(value, input)) || (asked !== 'input' && isSame(value, output));
    // Plain data holds integers as far as doubles do.
    if (!isStored(wanted) && !isStored(fromPlain(toPlain(wanted)))) {
      return faultyEntry('Expected the stored answer to be the input or the output');
    }
    const run = runnerOf(entry.metadata);
    const gives = (value: Value) => {
      budget.spend(runSteps);
      const result = run?.(value, runSteps) ?? null;
      return result !== null && isSame(result, output);
    };
    if (run && !isSound(entry.metadata)) {
      return faultyEntry('Expected the function to return the stored output');
    }
    const inner = unwrap(answer);
    if (inner === wanted) return right; // a string without its quotes
    const value = readValue(answer.trim()) ?? readValue(inner);
    if (value === undefined) return malformed('Expected JSON');
    if (isSame(value, wanted)) return right;
    if (asked === undefined) return wrong('Expected the stored data');
    if (asked === 'output') return wrong('Expected what the function returns');
    return gives(value) ? right : wrong('Expected an input with which it returns the output');
  },
});

function askOutput({ parameters }: Program, code: string, input: string): string {
  const values = parameters.length === 1 ? 'this argument' : 'these arguments';
  return `Here is a Python function.\n\n\`\`\`python\n${code}\n\`\`\`\n\nIt is called with ${values}:\n\n${input}\n\nWhat does it return? Answer with the returned value as JSON and nothing else.`;
}

function askInput({ parameters }: Program, code: string, output: string): string {
  const types = parameters.map(([name, type]) => `${name} is ${kinds[type]}`).join(', ');
  return `Here is a Python function; ${types}.\n\n\`\`\`python\n${code}\n\`\`\`\n\nA call returned this value:\n\n${output}\n\nFind arguments for which the function returns exactly this value; a list or string has at most ${maxLength} elements. Answer with a JSON object that has the ${parameters.length === 1 ? 'name of the parameter as its key' : 'names of the parameters as its keys'}, and nothing else.`;
}

/** The reference: exact text, else a JSON object somewhere in the text, by how alike it is. */
function compat(answer: string, oracle: string, budget: Budget): Mark {
  const text = strip(answer);
  if (answer === '') return graded(0);
  if (text === oracle) return right;
  const [start, end] = [text.indexOf('{'), text.lastIndexOf('}')];
  if (start < 0 || end < 0) return graded(0);
  const length = codePoints(oracle);
  const extra = codePoints(text.slice(0, start)) + codePoints(text.slice(end + 1));
  const most = Math.max(length / (length + 0.5 * extra), 0.2);
  const value = loads(text.slice(start, end + 1));
  const wanted = loads(oracle);
  if (value === undefined || wanted === undefined) {
    return graded(text.includes(oracle) ? length / codePoints(text) : 0);
  }
  if (isSame(value, wanted, { python: true })) return graded(most);
  return graded(Math.max(similarity(value, wanted, budget) * most, 0.01));
}
