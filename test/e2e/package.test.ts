import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

/** The package as another project would have it: packed, unpacked beside its dependencies. */
const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'assay-pack-'));
const modules = join(folder, 'node_modules');
after(() => rmSync(folder, { recursive: true, force: true }));

const node = (...args: readonly string[]) =>
  execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });

before(() => {
  execFileSync('npm', ['run', '-s', 'build'], { cwd: root, stdio: 'pipe' });
  const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  mkdirSync(join(modules, 'assay'), { recursive: true });
  execFileSync('tar', ['xzf', filename, '--strip-components=1', '-C', join(modules, 'assay')], {
    cwd: folder,
  });
  // Its dependencies are found beside it, as npm would have put them.
  symlinkSync(join(root, 'node_modules'), join(modules, 'assay', 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }');
});

test('an outside program scores through the library', () => {
  writeFileSync(
    join(folder, 'use.mjs'),
    `import { openScorer } from 'assay';
     import { openSandbox } from 'assay/sandbox';
     import { verifiers } from 'assay/verifiers';
     import { puzzles } from 'assay/datasets';
     await using scorer = await openScorer({ sandboxPolicy: { maxLevel: 'isolate' } });
     const math = await scorer.score({ verifier: 'math', response: '\\\\boxed{2}', reference: { answer: '2' } });
     const code = await scorer.score({
       verifier: 'code',
       response: 'const f = (n) => n * 2',
       reference: { language: 'javascript', tests: { kind: 'function', fn_name: 'f', inputs: [[2]], outputs: [4] } },
       options: { extract: 'raw' },
     });
     console.log(JSON.stringify([math.reward, code.reward, typeof openSandbox, Object.keys(verifiers).length, [...puzzles({ task: 'countdown', count: 1, seed: 1 })].length]));`,
  );
  assert.deepEqual(JSON.parse(node('use.mjs')), [1, 1, 'function', 5, 1]);
});

test('the types arrive with it', () => {
  writeFileSync(
    join(folder, 'use.ts'),
    `import { openScorer, type Verdict } from 'assay';
     import { openSandbox, type RunReport } from 'assay/sandbox';
     await using scorer = await openScorer();
     const verdict: Verdict = await scorer.score({});
     const reward: number | null = verdict.reward;
     await using sandbox = await openSandbox({ minLevel: 'isolate' });
     const run: RunReport = await sandbox.run({ language: 'python', source: '' }, []);
     // @ts-expect-error a verdict has no such field
     verdict.score;
     export { reward, run };`,
  );
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        target: 'esnext',
        lib: ['esnext'],
        module: 'nodenext',
        strict: true,
        noEmit: true,
        types: ['node'],
        typeRoots: [join(root, 'node_modules/@types')],
        skipLibCheck: true,
      },
      files: ['use.ts'],
    }),
  );
  node(join(root, 'node_modules/typescript/bin/tsc'), '-p', '.');
});

test('its command runs', () => {
  assert.match(node(join(modules, 'assay/bin/assay.js'), '--help'), /score/);
});
