/** Programs as Node wraps them: a function of what a CommonJS module finds in its scope. */

const globals = 'process, performance, Buffer, TextEncoder, TextDecoder, atob, btoa';
const words = new RegExp(`\\b(?:require|__filename|__dirname|${globals.replaceAll(', ', '|')})\\b`);

/** Does the text name anything that Node gives its programs and V8 does not? */
export const usesNode = (code: string) => words.test(code);

/** @param end what the module returns: source of an expression */
export function wrapped(code: string, end = ''): string {
  const names = 'exports, require, module, __filename, __dirname';
  return `(function ({ ${globals} }) { return function (${names}) {${code}\n;return ${end};}; })`;
}
