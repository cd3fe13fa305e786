/**
 * Fenced code blocks of a Markdown answer, ``` or ~~~, in one linear pass over its lines.
 *
 * As in CommonMark a block ends at a bare fence of the same character, at least as long, or at the
 * end of the text (models are cut off). Unlike there, a fence may be indented by any amount (models
 * put code under list items), and a fence with a language tag always opens a block: the one before
 * it was left open. A fence indented much deeper than its opener is text, say of a docstring.
 */
export interface Fence {
  /** The first word after the opening fence, lower case; empty when there is none. */
  readonly tag: string;
  readonly content: string;
  /** False when the text ended, or another block began, before the closing fence. */
  readonly closed: boolean;
}

interface Open {
  readonly indent: number;
  readonly fence: string;
  readonly tag: string;
  readonly lines: string[];
}

const fenceLine = /^([ \t]*)(`{3,}|~{3,})([^`\r]*)\r?$/;

/** All fenced blocks of the text, in order. */
export function findFences(text: string): Fence[] {
  const found: Fence[] = [];
  let open: Open | null = null;
  for (const line of text.split('\n')) {
    const match = mayFence(line) ? fenceLine.exec(line) : null;
    const [, space = '', fence = '', info = ''] = match ?? [];
    const begun: Open = { indent: space.length, fence, tag: firstWord(info), lines: [] };
    if (open === null) {
      if (match) open = begun;
    } else if (!match || !endsBlock(open, begun)) {
      open.lines.push(outdent(line, open.indent));
    } else {
      found.push(finish(open, begun.tag === ''));
      open = begun.tag === '' ? null : begun;
    }
  }
  if (open !== null) {
    if (open.lines.at(-1) === '') open.lines.pop(); // what split makes of a final line break
    found.push(finish(open, false));
  }
  return found;
}

/** A fence of the same character, at least as long, not indented far deeper than the opener. */
function endsBlock(open: Open, { fence, indent }: Open): boolean {
  return (
    fence[0] === open.fence[0] && fence.length >= open.fence.length && indent <= open.indent + 3
  );
}

function finish(open: Open, closed: boolean): Fence {
  return { tag: open.tag, content: open.lines.map((line) => `${line}\n`).join(''), closed };
}

/**
 * The block to judge: the last that is tagged with one of the languages; when there is none, the
 * last without a tag; else the last. Empty blocks do not count. Null when there is no block.
 */
export function lastFence(text: string, tags: readonly string[]): string | null {
  const blocks = findFences(text).filter((block) => block.content.trim() !== '');
  const block =
    blocks.findLast(({ tag }) => tags.includes(tag)) ??
    blocks.findLast(({ tag }) => tag === '') ??
    blocks.at(-1);
  return block?.content ?? null;
}

/** Cheap: is a fence the first thing on this line? Spares long lines the expression. */
function mayFence(line: string): boolean {
  let i = 0;
  while (line[i] === ' ' || line[i] === '\t') i++;
  return line.startsWith('```', i) || line.startsWith('~~~', i);
}

/** `python`, `{.python}`, `python title="a"` and `Python3` name their language in one way. */
function firstWord(info: string): string {
  return /^\s*\{?\.?([^\s{}.,:=]*)/.exec(info)?.[1]?.toLowerCase() ?? '';
}

function outdent(line: string, indent: number): string {
  let i = 0;
  while (i < indent && (line[i] === ' ' || line[i] === '\t')) i++;
  return line.slice(i);
}
