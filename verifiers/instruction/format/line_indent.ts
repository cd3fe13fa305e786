import { isBlank } from '../../text/python.ts';
import { defineInstruction } from '../define.ts';
import { none, plural } from '../kwargs.ts';

export const lineIndent = defineInstruction({
  id: 'format:line_indent',
  rule: 'Each line is indented by more blanks than the line before.',
  kwargs: none,
  example: {
    kwargs: {},
    passes: 'Down\n  the\n    stairs',
    fails: 'Down\n  the\n  stairs',
  },
  check(text, _, { hardened }) {
    const all = text.split('\n');
    const lines = hardened ? all.filter((line) => !isBlank(line)) : withoutMostBlank(all);
    if (hardened && lines.length < 2) {
      return { passed: false, reason: 'expected two lines or more' };
    }
    const indents = lines.map(indentOf);
    const other = indents.findIndex((indent, i) => i > 0 && indent <= (indents[i - 1] as number));
    return other < 0
      ? { passed: true, reason: `${plural(lines.length, 'line')}, each indented further` }
      : {
          passed: false,
          reason: `line ${other + 1} is indented by ${indents[other]}, the one before by ${indents[other - 1]}`,
        };
  },
});

function indentOf(line: string): number {
  let indent = 0;
  while (line[indent] === ' ') indent++;
  return indent;
}

/**
 * What the published checker keeps. It removes blank lines from the list it walks over, so that it
 * never looks at the line after a blank one; and it removes the first line equal to the blank one,
 * which may be one it passed by earlier.
 */
function withoutMostBlank(lines: readonly string[]): string[] {
  const left = new Map<string, number[]>();
  for (const [i, line] of lines.entries()) {
    if (!isBlank(line)) continue;
    const same = left.get(line);
    if (same) same.push(i);
    else left.set(line, [i]);
  }
  const taken = new Map<string, number>();
  const removed = new Set<number>();
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] as string;
    const same = left.get(line);
    if (!same) continue;
    const next = taken.get(line) ?? 0;
    removed.add(same[next] as number);
    taken.set(line, next + 1);
    i++;
  }
  return lines.filter((_, i) => !removed.has(i));
}
