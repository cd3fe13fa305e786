/** Writes docs/stem.md from the tables of rules and units: `npm run -s catalogues`. */
import { writeFileSync } from 'node:fs';
import { unitNames } from '../verifiers/stem/quantity/units.ts';
import { type Rule, rules } from '../verifiers/stem/rules.ts';

const file = new URL('../docs/stem.md', import.meta.url);

const kinds: Readonly<Record<keyof typeof rules, string>> = {
  quantity: 'Numbers with or without a unit',
  mcq: 'Multiple choice',
  chemistry: 'Chemistry: formulas, ions, reactions, electron configurations',
  expression: 'Expressions and lists',
  short_text: 'Short text',
};

/** The whole page. */
export function page(): string {
  const sections = Object.entries(kinds).map(([kind, title]) => {
    const rows = rules[kind as keyof typeof rules].map(row);
    return `## ${title}: \`${kind}\`\n\n| rule | reference | passes | fails |\n|---|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `# Science answers

The \`stem\` verifier judges one final answer by rule: no model, nothing fuzzy. Made from its tables by
\`npm run -s catalogues\`.

The answer is the last \`\\boxed{…}\`, else what the last "answer is", "Answer:" or final line states;
reasoning in \`<think>\` does not count, and a response that hedges ("A or B", two different boxes) is
\`ambiguous_answer\`. With \`form: answer\` the response is the bare answer.

- reference: \`answer\`, and where they apply \`kind\` (decided from the answer when absent), \`unit\` (of a
  bare number), \`tolerance\` (\`{rel?, abs?}\`, right when either holds), \`choices\` (text by letter).
- options: \`form\` (\`text\` or \`answer\`), \`unit\` (\`lenient\` or \`strict\`), \`tolerance\` for references that
  name none: \`{rel?, abs?}\`, or \`scibench\` for that benchmark's 5 %.

${sections.join('\n')}
## Units

Symbols are read by letter case, words in any case and number; marked ones take prefixes. Products,
quotients, powers and roots of them are units too.

${unitNames()
  .map(({ names, prefixed }) => `\`${names.join('` `')}\`${prefixed ? '\\*' : ''}`)
  .join(', ')}
`;
}

function row({ rule, reference, passes, fails }: Rule): string {
  const { answer, ...rest } = reference;
  const more = Object.keys(rest).length > 0 ? ` ${code(JSON.stringify(rest))}` : '';
  return `| ${rule} | ${code(answer)}${more} | ${code(passes)} | ${code(fails)} |`;
}

const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;

if (import.meta.main) writeFileSync(file, page());
