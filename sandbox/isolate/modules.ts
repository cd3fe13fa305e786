/**
 * The graph of a program's ES modules: its own files by relative path, and the parts of Node
 * (guest/node/modules.js), which each become a module that gives on what `require` gives.
 */
import type ivm from 'isolated-vm';
import type { Files } from '../contract.ts';

/** @param exportsOf names, joined by blanks, that a module of Node's has; throws when there is none */
export function modules(isolate: ivm.Isolate, files: Files, exportsOf: (name: string) => string) {
  const known = new Map<string, ivm.Module>();
  const folders = new Map<ivm.Module, string>();

  const compile = (source: string, path: string): ivm.Module => {
    const module = isolate.compileModuleSync(source, { filename: path });
    known.set(path, module);
    folders.set(module, path.split('/').slice(0, -1).join('/'));
    return module;
  };
  /** A module that is what `require` makes of this name. */
  const required = (name: string, key: string): ivm.Module => {
    const names = exportsOf(name)
      .split(' ')
      .filter((one) => one !== '-');
    const source = [
      `const all = require(${JSON.stringify(name)});`,
      'export default all;',
      ...names.map((one, i) => `const name${i} = all.${one}; export { name${i} as ${one} };`),
    ];
    return compile(source.join('\n'), key);
  };
  const file = (path: string): ivm.Module => {
    const ends = ['', '.js', '.mjs', '.cjs', '.ts', '.mts', '.json', '/index.js', '/index.ts'];
    const bare = path.replace(/\.[cm]?js$/, '');
    const found = [path, bare]
      .flatMap((base) => ends.map((end) => base + end))
      .find((one) => Object.hasOwn(files, one));
    if (found === undefined) throw new Error(`Cannot find module './${path}'`);
    const made = known.get(found);
    if (made) return made;
    const source = files[found] as string;
    const isModule = !found.endsWith('.json') && /\b(?:import|export)\b/.test(source);
    return isModule ? compile(source, found) : required(`./${found}`, found);
  };

  return {
    main: (source: string) => compile(source, 'solution.mjs'),
    resolve(specifier: string, referrer: ivm.Module): ivm.Module {
      if (!/^\.{0,2}\//.test(specifier)) {
        const name = specifier.replace(/^node:/, '');
        return known.get(`node:${name}`) ?? required(name, `node:${name}`);
      }
      const base = specifier.startsWith('/') ? '' : (folders.get(referrer) ?? '');
      return file(normal(`${base}/${specifier}`));
    },
  };
}

function normal(path: string): string {
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') kept.pop();
    else if (part !== '' && part !== '.') kept.push(part);
  }
  return kept.join('/');
}
