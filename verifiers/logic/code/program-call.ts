/**
 * Draws a function with an input and what it returns, so that the call says something: no trivial
 * input has the same result, other inputs have other results, and every parameter counts.
 */
import type { Rng } from '../../random.ts';
import { isSame, type Value } from './json-value.ts';
import { compile, type Program, type Runner, type Type } from './program.ts';
import { drawProgram } from './program-draw.ts';

export interface Call {
  readonly program: Program;
  readonly input: ReadonlyMap<string, Value>;
  readonly output: Value;
}

const maxDraws = 200;
const runSteps = 3_000;
const largest = 100_000n;
const mostLeaves = 40;
const probes = 5;
const changes = 3;

const trivial: Readonly<Record<Type, readonly Value[]>> = {
  int: [0n, 1n, 2n, 5n, 10n, 3n],
  list: [[], [0n], [1n], [0n, 0n, 0n, 0n, 0n], [1n, 2n, 3n], [1n, 2n, 3n, 4n, 5n]],
  word: ['', 'a', 'b', 'aaaaa', 'abc', 'hello'],
};

export function drawCall(rng: Rng, blocks: number, size: number): Call {
  for (let n = 0; n < maxDraws; n++) {
    const program = drawProgram(rng, blocks, size);
    const input = drawInput(rng, program, size);
    const run = compile(program);
    const output = run(input, runSteps);
    if (output !== null && isTelling(rng, { program, input, output }, run, size)) {
      return { program, input, output };
    }
  }
  return plainCall(rng, size);
}

function drawInput(rng: Rng, { parameters }: Program, size: number): Map<string, Value> {
  return new Map(parameters.map(([name, type]) => [name, drawValue(rng, type, size)]));
}

function drawValue(rng: Rng, type: Type, size: number): Value {
  if (type === 'int') return BigInt(rng.randint(2, 20));
  const length = 4 + rng.below(2) + Math.floor(size * 0.6);
  if (type === 'list') return Array.from({ length }, () => BigInt(rng.randint(1, 40)));
  return Array.from({ length }, () => String.fromCharCode(97 + rng.below(26))).join('');
}

function isTelling(rng: Rng, { program, input, output }: Call, run: Runner, size: number): boolean {
  if (program.parameters.length === 0 || !isShowable(output)) return false;
  const isOther = (other: Map<string, Value>) => {
    const result = run(other, runSteps);
    return result === null || !isSame(result, output);
  };
  for (let n = 0; n < trivial.int.length; n++) {
    const plain = program.parameters.map(([name, type]) => [name, trivial[type][n] ?? 0n] as const);
    if (!isOther(new Map(plain))) return false;
  }
  for (let n = 0; n < probes; n++) if (!isOther(drawInput(rng, program, size))) return false;
  return program.parameters.every(([name, type]) => {
    let different = 0;
    for (let n = 0; n < changes; n++) {
      const value = drawValue(rng, type, size);
      if (isOther(new Map([...input, [name, value]]))) different++;
    }
    return different >= changes - 1;
  });
}

/** Not too long, no huge numbers, and every part of it of some length. */
function isShowable(output: Value): boolean {
  const parts = output instanceof Map ? [...output.values()] : [output];
  let leaves = 0;
  const isOk = parts.every((part) => {
    const items: readonly Value[] = Array.isArray(part) ? part : [part];
    leaves += items.length;
    if (Array.isArray(part) && (part.length < 3 || part.every((item) => item === part[0]))) {
      return false;
    }
    return items.every((item) =>
      typeof item === 'bigint' ? item < largest && item > -largest : String(item).length >= 4,
    );
  });
  return isOk && leaves <= mostLeaves;
}

function plainCall(rng: Rng, size: number): Call {
  const [a, b] = [rng.randint(2, 9), rng.randint(1, 90)];
  const program: Program = {
    parameters: [['numbers', 'list']],
    body: [['return', ['for', ['+', ['*', 'x', a], b], 'x', 'numbers']]],
  };
  const input = drawInput(rng, program, size);
  return { program, input, output: compile(program)(input, runSteps) as Value };
}
