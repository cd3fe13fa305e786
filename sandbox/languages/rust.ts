/** Rust, edition 2021 without crates. */
import type { Language } from './language.ts';

export const rust: Language = {
  title: 'Rust 2021 (rustc)',
  names: ['rust', 'rs'],
  engine: 'native',
  native: {
    install: 'apt-get install rustc',
    version: ['rustc', '--version'],
    sourceName: 'main.rs',
    compile: () => [
      ...['rustc', '--edition=2021', '-Copt-level=2', '-Cdebuginfo=0', '-Awarnings'],
      ...['-o', '/art/main', 'main.rs'],
    ],
    run: () => ['/art/main'],
    canary: 'fn main() { println!("{}", 6 * 7); }\n',
    stackMb: 256,
  },
};
