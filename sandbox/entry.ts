/**
 * Finds a module to start as a process or thread. `new URL('./x.ts', import.meta.url)` is not
 * rewritten when the tree is compiled, so the extension is taken from the caller's own URL.
 */
export function entryPoint(name: string, callerUrl: string): URL {
  return new URL(`${name}${callerUrl.endsWith('.ts') ? '.ts' : '.js'}`, callerUrl);
}
