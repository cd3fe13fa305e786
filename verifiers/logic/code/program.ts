/**
 * Small functions as data, with the meaning of the Python they are printed as (program-text.ts).
 * They are run here in counted steps, so a proposed input can be tried without a sandbox.
 */
import type { Value } from './json-value.ts';
import {
  capped,
  type Data,
  dictOf,
  Fault,
  indexIn,
  int,
  integer,
  itemsOf,
  listOf,
  maxLength,
  operationOf,
  single,
  toValue,
  truth,
} from './operations.ts';

/** An int, a variable, or an operation: `['+', 'x', 1]`; `['text', 'abc']` is a literal. */
export type Expression = number | string | readonly [operation: string, ...Expression[]];
export type Statement =
  | readonly ['set' | '+=' | '-=' | '*=' | '//=' | '%=' | 'append', name: string, value: Expression]
  | readonly ['put', list: string, index: Expression, value: Expression]
  | readonly ['for', name: string, list: Expression, body: readonly Statement[]]
  | readonly ['each', index: string, name: string, list: Expression, body: readonly Statement[]]
  | readonly ['while', condition: Expression, body: readonly Statement[]]
  | readonly ['if', condition: Expression, then: readonly Statement[], other: readonly Statement[]]
  | readonly ['return', value: Expression];

/** `word`: letters a to z. */
export type Type = 'int' | 'list' | 'word';
export interface Program {
  readonly parameters: readonly (readonly [name: string, type: Type])[];
  readonly body: readonly Statement[];
}

const maxDepth = 40;

interface Frame {
  /** The variables, by the number each has got. */
  readonly slots: (Data | undefined)[];
  /** Steps that may still be taken. */
  left: number;
}
type Code = (frame: Frame) => Data;
/** What is returned; undefined when the block ends without. */
type Block = (frame: Frame) => Data | undefined;

/** Runs a function: what it returns; null where it raises, or takes more steps. */
export type Runner = (input: Value, steps: number) => Value | null;

/** Makes a runner; what is no program raises on every input. */
export function compile(program: Program): Runner {
  const names = new Map<string, number>();
  let block: Block;
  try {
    for (const [name] of program.parameters) slotOf(names, name);
    block = compileBlock(program.body, names, 0);
  } catch (error) {
    if (error instanceof Fault) return () => null;
    throw error;
  }
  return (input, steps) => {
    const slots = bind(program, input);
    if (slots === null) return null;
    try {
      const result = block({ slots, left: steps });
      return result === undefined ? null : toValue(result);
    } catch (error) {
      if (error instanceof Fault) return null;
      throw error;
    }
  };
}

/** The input as the first variables; null when it is not of the types declared. */
function bind({ parameters }: Program, input: Value): Data[] | null {
  if (!(input instanceof Map) || input.size !== parameters.length) return null;
  const slots: Data[] = [];
  for (const [name, type] of parameters) {
    const value = fromValue(input.get(name) ?? null, type);
    if (value === null) return null;
    slots.push(value);
  }
  return slots;
}

function fromValue(value: Value, type: Type): Data | null {
  if (type === 'word') {
    if (typeof value !== 'string' || value.length > maxLength) return null;
    return /^[a-z]*$/.test(value) ? value : null;
  }
  if (type === 'int') {
    if (typeof value !== 'bigint' && typeof value !== 'number') return null;
    return Number.isSafeInteger(Number(value)) ? Number(value) + 0 : null;
  }
  if (!Array.isArray(value) || value.length > maxLength) return null;
  const items = value.map((item) => fromValue(item, 'int'));
  return items.every((item) => item !== null) ? items : null;
}

function slotOf(names: Map<string, number>, name: unknown): number {
  if (typeof name !== 'string') throw new Fault();
  const known = names.get(name);
  if (known !== undefined) return known;
  names.set(name, names.size);
  return names.size - 1;
}

function spend(frame: Frame): void {
  frame.left--;
  if (frame.left < 0) throw new Fault();
}

function compileBlock(
  body: readonly Statement[],
  names: Map<string, number>,
  depth: number,
): Block {
  if (!Array.isArray(body) || depth > maxDepth) throw new Fault();
  const blocks = body.map((statement) => compileStatement(statement, names, depth + 1));
  return (frame) => {
    for (const block of blocks) {
      const result = block(frame);
      if (result !== undefined) return result;
    }
    return undefined;
  };
}

function compileStatement(statement: Statement, names: Map<string, number>, depth: number): Block {
  if (!Array.isArray(statement)) throw new Fault();
  const expression = (part: Expression) => compileExpression(part, names, depth);
  switch (statement[0]) {
    case 'set': {
      const [slot, value] = [slotOf(names, statement[1]), expression(statement[2])];
      return (frame) => {
        frame.slots[slot] = value(frame);
        return undefined;
      };
    }
    case 'append': {
      const [slot, value] = [slotOf(names, statement[1]), expression(statement[2])];
      return (frame) => {
        const list = listOf(frame.slots[slot]);
        list.push(single(value(frame)));
        capped(list);
        return undefined;
      };
    }
    case 'put': {
      const slot = slotOf(names, statement[1]);
      const [index, value] = [expression(statement[2]), expression(statement[3])];
      return (frame) => {
        const list = listOf(frame.slots[slot]);
        list[indexIn(list.length, index(frame))] = single(value(frame));
        return undefined;
      };
    }
    case 'for':
    case 'each':
      return compileLoop(statement, names, depth);
    case 'while': {
      const [condition, body] = [
        expression(statement[1]),
        compileBlock(statement[2], names, depth),
      ];
      return (frame) => {
        while (truth(condition(frame))) {
          spend(frame);
          const result = body(frame);
          if (result !== undefined) return result;
        }
        return undefined;
      };
    }
    case 'if': {
      const condition = expression(statement[1]);
      const then = compileBlock(statement[2], names, depth);
      const other = compileBlock(statement[3], names, depth);
      return (frame) => (truth(condition(frame)) ? then(frame) : other(frame));
    }
    case 'return':
      return expression(statement[1]);
    case '+=':
    case '-=':
    case '*=':
    case '//=':
    case '%=': {
      const [slot, value] = [slotOf(names, statement[1]), expression(statement[2])];
      const operation = operationOf(statement[0].slice(0, -1));
      return (frame) => {
        const other = value(frame);
        frame.slots[slot] = operation(int(frame.slots[slot]), other, undefined);
        return undefined;
      };
    }
    default:
      throw new Fault();
  }
}

function compileLoop(
  statement: Statement & readonly ['for' | 'each', ...unknown[]],
  names: Map<string, number>,
  depth: number,
): Block {
  const isCounted = statement[0] === 'each';
  const index = isCounted ? slotOf(names, statement[1]) : -1;
  const item = slotOf(names, isCounted ? statement[2] : statement[1]);
  const list = compileExpression(isCounted ? statement[3] : statement[2], names, depth);
  const body = compileBlock(isCounted ? statement[4] : statement[3], names, depth);
  return (frame) => {
    const items = itemsOf(list(frame));
    for (let i = 0; i < items.length; i++) {
      spend(frame);
      if (isCounted) frame.slots[index] = i;
      frame.slots[item] = items[i];
      const result = body(frame);
      if (result !== undefined) return result;
    }
    return undefined;
  };
}

function compileExpression(
  expression: Expression,
  names: Map<string, number>,
  depth: number,
): Code {
  if (typeof expression === 'number') {
    const value = integer(expression);
    return () => value;
  }
  if (typeof expression === 'string') {
    const slot = slotOf(names, expression);
    return ({ slots }) => {
      const value = slots[slot];
      if (value === undefined) throw new Fault();
      return value;
    };
  }
  if (!Array.isArray(expression) || depth > maxDepth) throw new Fault();
  const [name, ...parts] = expression as readonly [string, ...Expression[]];
  if (name === 'text') {
    const [value] = parts;
    if (typeof value !== 'string') throw new Fault();
    return () => value;
  }
  if (name === 'for') return compileComprehension(parts, names, depth);
  const codes = parts.map((part) => compileExpression(part, names, depth + 1));
  if (name === 'list' || name === 'dict') {
    return (frame) => {
      const values = codes.map((code) => code(frame));
      return name === 'list' ? values.map(single) : dictOf(values);
    };
  }
  const [a = absent, b = absent, c = absent] = codes;
  switch (name) {
    case 'and':
      return (frame) => truth(a(frame)) && truth(b(frame));
    case 'or':
      return (frame) => truth(a(frame)) || truth(b(frame));
    case 'when': // a if b else c
      return (frame) => (truth(b(frame)) ? a(frame) : c(frame));
  }
  const operation = operationOf(name);
  return (frame) => {
    spend(frame);
    const [x, y] = [a(frame), codes.length > 1 ? b(frame) : undefined];
    return operation(x, y, codes.length > 2 ? c(frame) : undefined);
  };
}

function absent(): Data {
  throw new Fault();
}

/** [value for name in list if condition] */
function compileComprehension(
  [value, name, list, condition]: readonly Expression[],
  names: Map<string, number>,
  depth: number,
): Code {
  const slot = slotOf(names, name);
  const [made, from] = [value, list].map((part) =>
    compileExpression(part as Expression, names, depth + 1),
  ) as [Code, Code];
  const filter =
    condition === undefined ? () => true : compileExpression(condition, names, depth + 1);
  return (frame) => {
    const items: Data[] = [];
    for (const item of itemsOf(from(frame))) {
      spend(frame);
      frame.slots[slot] = item;
      if (truth(filter(frame))) items.push(single(made(frame)));
    }
    return items;
  };
}
