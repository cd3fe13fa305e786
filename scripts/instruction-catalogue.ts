/** Writes docs/instruction.md from the table of instructions: `npm run -s catalogues`. */
import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { Instruction } from '../verifiers/instruction/define.ts';
import { instructions, sets } from '../verifiers/instruction/table.ts';

const file = new URL('../docs/instruction.md', import.meta.url);

/** What is written of each set before its instructions. */
const origins: Readonly<Record<keyof typeof sets, string>> = {
  IFEval: 'Zhou et al., 2023.',
  IFBench: 'Pyatkin et al., 2025: instructions that are not in training data.',
  'NeMo Gym': 'What its environments ask beside the instructions of IFEval.',
  IFEvalG: 'The instructions of open-instruct’s training data that are in neither of the others.',
};

/** The whole page. */
export function page(): string {
  const all = Object.entries(sets) as [keyof typeof sets, readonly Instruction[]][];
  const counts = all.map(([set, members]) => `${set} (${members.length})`).join(', ');
  const parts = all.map(
    ([set, members]) => `## ${set}\n\n${origins[set]}\n\n${members.map(section).join('\n')}`,
  );
  return `# Instructions

${instructions.size} instructions, by the set that published them: ${counts}. Made from the table of instructions
by \`npm run -s catalogues\`. A reference for the \`instruction\` verifier is a list of ids and
a list of as many kwargs, in the layout of the published data sets.

Strict or loose: strict checks the response as it is. Loose (\`mode: "loose"\`) also tries it without its first
line, its last line and both, each with and without its stars, and passes when any of the eight does.
Every instruction may pick another one, so loose is an upper bound; reward on strict.

Hardening, on by default: published checkers reward responses that say nothing ("use no comma" holds for an
empty one). Here a pass counts only when the response has a word of two letters, and below three different
words only when the instruction does not also hold for an empty or one-character response. Some checks are
stricter too, where the published rule lets a trick through. \`hardened: false\` gives the published rules.

Approximate ids, marked as such, can differ from the published checker in rare cases; the reason is given. All
others are measured against labels of the published Python checkers (\`test/conformance/instruction.test.ts\`).

A whole number may be written 5.0. A keyword that the rule calls a pattern is a regular expression as Python
writes it, as far as it runs in linear time.

${parts.join('\n')}`;
}

function section({ id, rule, approximate, kwargs, example }: Instruction): string {
  const asked = Object.keys(example.kwargs).length > 0 ? `with ${code(example.kwargs)}, ` : '';
  return `### ${id}

${rule}

- kwargs: ${describe(kwargs)}
${approximate ? `- approximate: ${approximate}\n` : ''}- ${asked}passes:

${block(example.passes)}

- fails:

${block(example.fails)}
`;
}

const code = (value: unknown) => `\`${JSON.stringify(value)}\``;
const block = (text: string) => `\`\`\`\`text\n${text}\n\`\`\`\``;

/** What of a kwarg's JSON schema the page tells. */
interface Kind {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly items?: Kind;
  readonly anyOf?: readonly Kind[];
}

function describe(kwargs: Instruction['kwargs']): string {
  const schema = z.toJSONSchema(kwargs, { io: 'input', unrepresentable: 'any' });
  const required = new Set(schema.required ?? []);
  const fields = Object.entries((schema.properties ?? {}) as Record<string, Kind>);
  const parts = fields.map(
    ([name, kind]) => `\`${name}\`: ${kindOf(kind)}${required.has(name) ? '' : ', optional'}`,
  );
  return parts.join('; ') || 'none';
}

function kindOf({ type, enum: values, minimum, items, anyOf }: Kind): string {
  if (anyOf) return anyOf.map(kindOf).join(' or ');
  if (values) return `one of ${values.map((value) => JSON.stringify(value)).join(', ')}`;
  if (items) return `list of ${kindOf(items)}s`;
  if (type === 'string') return 'text';
  const number = type === 'integer' ? 'whole number' : (type ?? 'anything');
  return minimum === undefined || minimum === 0 ? number : `${number} from ${minimum}`;
}

if (import.meta.main) writeFileSync(file, page());
