/** Writes docs/logic.md from the table of tasks: `npm run -s catalogues`. */
import { writeFileSync } from 'node:fs';
import { catalogue, type TaskListing } from '../verifiers/logic/index.ts';

const file = new URL('../docs/logic.md', import.meta.url);
const maxExample = 700;

/** The whole page. */
export function page(): string {
  const tasks = catalogue();
  const categories = Map.groupBy(tasks, ({ category }) => category);
  const parts = [...categories].map(
    ([category, members]) => `## ${category}\n\n${members.map(section).join('\n')}`,
  );
  return `# Logic puzzles

${tasks.length} tasks, by category. Made from the table of tasks by \`npm run -s catalogues\`.
Config fields are given with their defaults. \`assay generate TASK --config field=value --level N\` and
\`POST /v1/logic/generate\` make entries; the verifier judges them and those of Reasoning Gym
([verifiers/logic/README.md](../verifiers/logic/README.md) says where the two differ).

${parts.join('\n')}`;
}

function section(listing: TaskListing): string {
  const { task, summary, answer_format, scoring, config, curriculum, example } = listing;
  const fields = Object.entries((config.properties ?? {}) as Record<string, { default?: unknown }>);
  const defaults = fields.map(
    ([name, field]) => `${name} = ${short(JSON.stringify(field.default))}`,
  );
  const levels = curriculum.map((knob) => `${knob.name} ${short(JSON.stringify(knob.levels))}`);
  return `### ${task}

${summary}. Answer: ${answer_format}. Scoring: ${scoring}.

- config: ${defaults.length > 0 ? `\`${defaults.join('`, `')}\`` : 'none'}
- levels: ${levels.length > 0 ? `\`${levels.join('`, `')}\`` : 'none'}

\`\`\`\`text
${cut(example.question)}

→ ${cut(example.answer ?? '')}
\`\`\`\`
`;
}

function short(text: string | undefined): string {
  if (text === undefined) return 'none';
  return text.length <= 80 ? text : `${text.slice(0, 77)}…`;
}

function cut(text: string): string {
  return text.length <= maxExample ? text : `${[...text].slice(0, maxExample).join('')} […]`;
}

if (import.meta.main) writeFileSync(file, page());
