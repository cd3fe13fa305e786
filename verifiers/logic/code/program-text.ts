/** Prints a function (program.ts) as Python. */
import type { Expression, Program, Statement } from './program.ts';

/** How tightly an operator binds; from 8 on nothing needs brackets. */
const strength: Readonly<Record<string, number>> = {
  or: 1, and: 2, '==': 4, '!=': 4, '<': 4, '>': 4, in: 4, '+': 5, '-': 5, '*': 6, '//': 6, '%': 6,
}; // biome-ignore format: a table

export function printProgram({ parameters, body }: Program, name: string): string {
  const head = `def ${name}(${parameters.map(([parameter]) => parameter).join(', ')}):`;
  return [head, ...printBlock(body, '    ')].join('\n');
}

function printBlock(body: readonly Statement[], indent: string): string[] {
  return body.flatMap((statement) => printStatement(statement, indent));
}

function printStatement(statement: Statement, indent: string): string[] {
  const inside = `${indent}    `;
  switch (statement[0]) {
    case 'set':
      return [`${indent}${statement[1]} = ${print(statement[2])}`];
    case 'append':
      return [`${indent}${statement[1]}.append(${print(statement[2])})`];
    case 'put':
      return [`${indent}${statement[1]}[${print(statement[2])}] = ${print(statement[3])}`];
    case 'for':
      return [
        `${indent}for ${statement[1]} in ${print(statement[2])}:`,
        ...printBlock(statement[3], inside),
      ];
    case 'each':
      return [
        `${indent}for ${statement[1]}, ${statement[2]} in enumerate(${print(statement[3])}):`,
        ...printBlock(statement[4], inside),
      ];
    case 'while':
      return [`${indent}while ${print(statement[1])}:`, ...printBlock(statement[2], inside)];
    case 'if': {
      const [, condition, then, other] = statement;
      const lines = [`${indent}if ${print(condition)}:`, ...printBlock(then, inside)];
      if (other.length > 0) lines.push(`${indent}else:`, ...printBlock(other, inside));
      return lines;
    }
    case 'return':
      return [`${indent}return ${print(statement[1])}`];
    default:
      return [`${indent}${statement[1]} ${statement[0]} ${print(statement[2])}`];
  }
}

/** `least`: the strength the surroundings ask for. */
function print(expression: Expression, least = 0): string {
  if (typeof expression === 'number') {
    return expression < 0 && least > 6 ? `(${expression})` : String(expression);
  }
  if (typeof expression === 'string') return expression;
  const [operation, ...parts] = expression;
  const [a = 0, b = 0, c = 0, d] = parts;
  const own = strength[operation];
  if (own !== undefined) {
    // Comparisons do not chain here, the others group to the left.
    const text = `${print(a, own === 4 ? 5 : own)} ${operation} ${print(b, own + 1)}`;
    return own < least ? `(${text})` : text;
  }
  switch (operation) {
    case 'text':
      return JSON.stringify(a);
    case 'when': {
      const text = `${print(a, 1)} if ${print(b, 1)} else ${print(c)}`;
      return least > 0 ? `(${text})` : text;
    }
    case 'for':
      return `[${print(a)} for ${print(b)} in ${print(c)}${d === undefined ? '' : ` if ${print(d)}`}]`;
    case 'at':
      return `${print(a, 8)}[${print(b)}]`;
    case 'from':
      return `${print(a, 8)}[${print(b)}:]`;
    case 'until':
      return `${print(a, 8)}[:${print(b)}]`;
    case 'step':
      return `${print(a, 8)}[${b === 0 ? '' : print(b)}::${print(c)}]`;
    case 'reversed':
      return `${print(a, 8)}[::-1]`;
    case 'copy':
      return `list(${print(a)})`;
    case 'join':
      return `"".join(${print(a)})`;
    case 'list':
      return `[${parts.map((part) => print(part)).join(', ')}]`;
    case 'dict': {
      const fields = parts.flatMap((key, i) =>
        i % 2 === 0 ? [`${print(key)}: ${print(parts[i + 1] ?? 0)}`] : [],
      );
      return `{${fields.join(', ')}}`;
    }
    default:
      return `${operation}(${parts.map((part) => print(part)).join(', ')})`;
  }
}
