/**
 * The furnished contexts that realms start from: guest/prelude.js has run in them, and what realms
 * commonly use of it is compiled. Made once a process; V8 copies one into each new isolate, which
 * takes a third of the time of running the scripts there. What is copied costs time too: `calls`
 * leaves out what a program needs only when it asks for parts of Node or is tested from apart.
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

/** The prelude's parts are made first: values, timers, the console's writing. */
const api = (node: string) => `${expression('./guest/prelude.js')}(
  ${expression('./guest/values.js')}(${maxValueBytes}, ${maxValueDepth}),
  ${expression('./guest/clock.js')}(),
  ${expression('./guest/show.js')}(),
  ${node},
)`;

/** (host, given) → what a program has of Node: guest/node/modules.js. */
const node = `(host, given) => (${expression('./guest/node/modules.js')})({
  text: ${expression('./guest/node/text.js')},
  streams: ${expression('./guest/node/streams.js')},
  assert: ${expression('./guest/node/assert.js')},
}, host, given)`;

const furnish = (node: string, apart: string) => `'use strict';
Object.defineProperty(globalThis, '${furniture}', {
  configurable: true,
  value: {
    api: ${api(node)},
    apart: ${apart},
  },
});`;

/** Compiles what it calls; what it does is forgotten. */
const rehearsal = `{
  const { api } = globalThis['${furniture}'];
  api.open(() => {}, 1000);
  const args = ['["l",1,"a",null,true]', '["l",["l",1.5],["d",["a",1]]]', '["l"]'];
  api.calls([(...values) => values], 'f', JSON.stringify(args));
}`;
const wholeRehearsal = `${rehearsal}{
  const { api, apart } = globalThis['${furniture}'];
  api.bind([(...values) => (console.log('%s', values, {}), values)], 'f');
  api.call('["l",["l",1.5],["d",["a",1]]]');
  api.keep(new Map([[1, new Set()]]));
  api.given('a\\nb\\n', '[]', '{}');
  api.main((_, require) => require('fs').readFileSync(0, 'utf8').split('\\n'));
  api.poll(true);
  const { body, program } = apart;
  body.open((question) => JSON.parse(api.answer(program.answer, question)).value, () => {});
  body.bind(program.names([['f', (list) => (list.push({ a: 1 }), [list, new Set()])]]));
  f([1, 'a', { b: [null] }]);
}`;

const apart = `((speech) => ({
  program: ${expression('./guest/apart/program.js')}(speech),
  body: ${expression('./guest/apart/body.js')}(speech),
}))(${expression('./guest/apart/speech.js')}(${maxValueDepth}, ${maxValueBytes}))`;

export const snapshots = {
  /** For functions called in one go: no part of Node, no test bodies. */
  calls: ivm.Isolate.createSnapshot([{ code: furnish('undefined', 'undefined') }], rehearsal),
  whole: ivm.Isolate.createSnapshot([{ code: furnish(node, apart) }], wholeRehearsal),
};
export type Furnishing = keyof typeof snapshots;
