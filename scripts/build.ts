/** Compiles the four source roots to dist/ and copies beside them the files they read at run time. */
import { execFileSync } from 'node:child_process';
import { constants, copyFileSync, globSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const roots = ['sandbox', 'verifiers', 'datasets', 'src'];

rmSync(join(root, 'dist'), { recursive: true, force: true });
execFileSync(
  process.execPath,
  [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'],
  { cwd: root, stdio: 'inherit' },
);
for (const file of globSync(`{${roots.join(',')}}/**/*`, { cwd: root, withFileTypes: true })) {
  if (!file.isFile() || file.name.endsWith('.ts') || file.name.endsWith('.md')) continue;
  const from = join(file.parentPath, file.name);
  const to = join(root, 'dist', from.slice(root.length + 1));
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to, constants.COPYFILE_EXCL); // never over what was compiled
}
