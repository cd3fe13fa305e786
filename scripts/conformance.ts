/**
 * Writes docs/conformance.md: runs the conformance tests and the attacks, and keeps what they report,
 * file by file, with the rows that disagree and why. `ASSAY_CONFORMANCE=full` runs every row.
 *
 *   npm run -s conformance
 */
import { spawn } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '..');
const full = process.env.ASSAY_CONFORMANCE === 'full';

interface Line {
  readonly file: string;
  readonly agreement: string;
  readonly note: string;
  readonly misses: string[];
}

/** What the tests of a folder print, and how they ended. */
async function run(folder: string): Promise<{ lines: readonly string[]; status: number | null }> {
  const files = readdirSync(join(root, 'test', folder)).filter((name) => name.endsWith('.test.ts'));
  const reporter = [
    '--test-reporter=./test/support/summary.ts',
    '--test-reporter-destination=stdout',
  ];
  const paths = files.map((name) => join('test', folder, name));
  const child = spawn(process.execPath, ['--test', ...reporter, ...paths], {
    cwd: root,
    env: { ...process.env, ASSAY_MISSES: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) lines.push(line);
  return { lines, status: await ended };
}

function read(lines: readonly string[]): readonly Line[] {
  const found: Line[] = [];
  for (const line of lines) {
    const [, file, agreement, note = ''] =
      /^conformance (.+?): (\d+\/\d+ = \S+ %)(?: \((.*)\))?$/.exec(line) ?? [];
    if (file !== undefined && agreement !== undefined)
      found.push({ file, agreement, note, misses: [] });
    else if (line.startsWith('  ')) found.at(-1)?.misses.push(line.trim());
  }
  return found;
}

const cell = (text: string) => text.replaceAll('|', '\\|');

function page(lines: readonly Line[], attacks: string): string {
  const rows = lines.map(
    ({ file, agreement, note }) => `| ${[file, agreement, note].map(cell).join(' | ')} |`,
  );
  const misses = lines
    .filter((line) => line.misses.length > 0)
    .map(
      ({ file, note, misses }) =>
        `### ${file}${note && `, ${note}`}\n\n\`\`\`\n${misses.join('\n')}\n\`\`\`\n`,
    );
  return `# Conformance

Agreement with published checkers, suites and recorded runs: what \`npm run -s conformance\` found on
${new Date().toISOString().slice(0, 10)}, Node ${process.version}${full ? ', every row' : '; of code and idioms a slice, `ASSAY_CONFORMANCE=full` for every row'}. The data is read from \`ASSAY_DATA\`.

| file | agreement | |
|---|---|---|
${rows.join('\n')}

## Attacks

Hostile programs and reward hacks (\`test/attacks/\`): ${attacks}.

## Rows that disagree

${misses.join('\n')}`;
}

const conformance = await run('conformance');
const attacks = await run('attacks');
if (conformance.status !== 0 || attacks.status !== 0) {
  console.error(
    [...conformance.lines, ...attacks.lines].filter((line) => /^FAIL|passed/.test(line)).join('\n'),
  );
  process.exit(1);
}
const counts = attacks.lines.findLast((line) => / passed, /.test(line)) ?? '';
writeFileSync(join(root, 'docs/conformance.md'), page(read(conformance.lines), counts));
console.log(`docs/conformance.md: ${read(conformance.lines).length} files; attacks: ${counts}`);
