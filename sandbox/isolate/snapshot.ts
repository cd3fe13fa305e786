/**
 * The furnished context that every realm starts from: prelude.js has run in it, and what realms
 * commonly use of it is compiled. Made once a process; V8 copies it into each new isolate, which
 * takes a third of the time of running the scripts there.
 */
import { readFileSync } from 'node:fs';
import ivm from 'isolated-vm';
import { maxValueBytes, maxValueDepth } from '../codec.ts';

/** The global by which a realm finds its furniture, and takes it away. */
export const furniture = 'assay furniture';

const expression = (name: string) =>
  readFileSync(new URL(name, import.meta.url), 'utf8')
    .trim()
    .replace(/;$/, '');

const furnish = `'use strict';
Object.defineProperty(globalThis, '${furniture}', {
  configurable: true,
  value: {
    api: ${expression('./prelude.js')}(${maxValueBytes}, ${maxValueDepth}),
    node: ${expression('./node.js')},
    apart: ${expression('./apart.js')}(${maxValueDepth}, ${maxValueBytes}),
  },
});`;

/** Compiles what it calls; what it does is forgotten. */
const rehearsal = `{
  const { api, node, apart } = globalThis['${furniture}'];
  api.open(() => {}, 1000);
  const args = ['["l",1,"a",null,true]', '["l",["l",1.5],["d",["a",1]]]', '["l"]'];
  api.calls([(...values) => values], 'f', JSON.stringify(args));
  api.bind([(...values) => (console.log('%s', values, {}), values)], 'f');
  api.call(args[1]);
  api.keep(new Map([[1, new Set()]]));
  const [code, stdin] = [(_, need) => need('fs').readFileSync(0, 'utf8').split('\\n'), 'a\\nb\\n'];
  api.body(code, node(api.host, stdin).require);
  api.poll(true);
  const { body, program } = apart;
  body.open((question) => JSON.parse(api.answer(program.answer, question)).value, () => {});
  body.bind(program.names([['f', (list) => (list.push({ a: 1 }), [list, new Set()])]]));
  f([1, 'a', { b: [null] }]);
}`;

export const snapshot = ivm.Isolate.createSnapshot([{ code: furnish }], rehearsal);
