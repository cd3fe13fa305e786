/**
 * The structures that system calls fill in, laid out as Emscripten's libc (musl, wasm32) declares
 * them. Self-contained: see ../source.ts.
 */
import type { Memory } from './memory.ts';
import type { FileNode, Tree } from './tree.ts';

export type Structures = ReturnType<typeof makeStructures>;

export function makeStructures(memory: () => Memory) {
  /** `struct stat` of a node; 0. */
  function writeStat(node: FileNode, to: number): number {
    const m = memory();
    const size = node.kind === 'dir' ? 4096 : node.kind === 'link' ? node.target.length : node.size;
    const words = [1, node.mode, 1, 0, 0, node.kind === 'device' ? 0x103 : 0];
    for (const [i, word] of words.entries()) m.set32(to + 4 * i, word);
    m.set64(to + 24, size);
    m.set32(to + 32, 4096);
    m.set32(to + 36, Math.ceil(size / 512));
    for (const [i, time] of [node.atime, node.mtime, node.mtime].entries()) {
      m.set64(to + 40 + 16 * i, Math.floor(time / 1000));
      m.set32(to + 48 + 16 * i, Math.floor(time % 1000) * 1_000_000);
    }
    m.set64(to + 88, node.ino);
    return 0;
  }

  /** `struct statfs`; 0. */
  function writeStatFs(tree: Tree, to: number): number {
    const m = memory();
    const { bytes, nodes, caps } = tree.usage();
    m.set32(to + 4, 4096);
    m.set32(to + 60, 4096);
    m.set64(to + 8, Math.floor(caps.bytes / 4096));
    m.set64(to + 16, Math.floor((caps.bytes - bytes) / 4096));
    m.set64(to + 24, Math.floor((caps.bytes - bytes) / 4096));
    m.set64(to + 32, caps.nodes);
    m.set64(to + 40, caps.nodes - nodes);
    m.set32(to + 56, 255);
    return 0;
  }

  return { writeStat, writeStatFs };
}
