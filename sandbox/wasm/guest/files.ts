/**
 * Theory of operation. File descriptors over a tree of files, as a process has them. Descriptions
 * are shared by `dup`; a pipe is a queue in memory that never blocks, for there is nobody else to
 * wait for. Self-contained: see ../source.ts.
 */
import type { FileNode, Tree } from './tree.ts';

/** An open file description: what `dup` shares. */
export interface OpenFile {
  readonly node: FileNode;
  readonly path: string;
  flags: number;
  position: number;
  references: number;
  listing: string[] | null;
}

export type Files = ReturnType<typeof makeFiles>;

export function makeFiles(tree: Tree) {
  const { fail } = tree;
  const { caps } = tree.usage();
  const maxPipe = 1 << 20;
  const fds: (OpenFile | undefined)[] = [];

  const open = (fd: number): OpenFile => fds[fd] ?? fail('BADF');
  const writable = (file: OpenFile): boolean => (file.flags & 3) !== 0;
  const ends = (node: FileNode, writing: boolean): boolean =>
    fds.some((file) => file?.node === node && writable(file) === writing);

  /** Puts a description at the lowest free descriptor from `from` on. */
  function place(file: OpenFile, from: number): number {
    let fd = from;
    while (fds[fd] !== undefined) fd++;
    if (fd >= caps.descriptors) fail('MFILE');
    fds[fd] = file;
    file.references++;
    return fd;
  }

  function describe(node: FileNode, flags: number, path: string): OpenFile {
    node.opens++;
    return { node, path, flags, position: 0, references: 0, listing: null };
  }

  function close(fd: number): void {
    const file = open(fd);
    delete fds[fd];
    if (--file.references > 0) return;
    file.node.opens--;
    tree.release(file.node);
  }

  return {
    open,
    close,

    openPath(path: string, flags: number, mode: number): number {
      const O = { create: 0o100, exclusive: 0o200, truncate: 0o1000, directory: 0o200000 };
      const found = tree.walk(path, (flags & 0o400000) === 0); // O_NOFOLLOW
      let { node } = found;
      if (node === undefined) {
        if ((flags & O.create) === 0 || path.endsWith('/')) fail('NOENT');
        node = tree.create('file', 0o100000 | tree.permissions(mode));
        tree.attach(found.parent, found.name, node);
      } else if ((flags & O.create) !== 0 && (flags & O.exclusive) !== 0) fail('EXIST');
      if (node.kind === 'link') fail('LOOP');
      if ((flags & O.directory) !== 0 && node.kind !== 'dir') fail('NOTDIR');
      if (node.kind === 'dir' && (flags & 3) !== 0) fail('ISDIR');
      if (node.frozen && (flags & 3) !== 0) fail('ROFS');
      const fd = place(describe(node, flags, found.path), 0);
      if ((flags & O.truncate) !== 0 && node.kind === 'file') tree.resize(node, 0);
      return fd;
    },

    /** Puts a node at a descriptor of our choice. */
    openAt(fd: number, node: FileNode, flags: number): void {
      fds[fd] = { ...describe(node, flags, ''), references: 1 };
    },

    duplicate: (fd: number, from: number): number => place(open(fd), from),

    replace(fd: number, target: number): number {
      const file = open(fd);
      if (target < 0 || target >= caps.descriptors) fail('BADF');
      if (fds[target]) close(target);
      fds[target] = file;
      file.references++;
      return target;
    },

    pipe(): [number, number] {
      const node = tree.create('pipe', 0o10600);
      const reader = place(describe(node, 0, ''), 0);
      return [reader, place(describe(node, 1, ''), 0)];
    },

    /** @param at an offset, or null for the description's own position. */
    read(file: OpenFile, into: Uint8Array, at: number | null): number {
      const { node } = file;
      if ((file.flags & 3) === 1) fail('BADF');
      if (node.kind === 'dir') fail('ISDIR');
      if (node.device) return node.device.read(into);
      if (node.kind === 'pipe') {
        const n = Math.min(into.length, node.size);
        if (n === 0 && into.length > 0 && ends(node, true)) fail('AGAIN');
        into.set(node.data.subarray(0, n));
        node.data.copyWithin(0, n, node.size);
        node.size -= n;
        return n;
      }
      const from = at ?? file.position;
      const n = Math.max(0, Math.min(into.length, node.size - from));
      into.set(node.data.subarray(from, from + n));
      if (at === null) file.position = from + n;
      return n;
    },

    /** @param at an offset, or null for the description's own position. */
    write(file: OpenFile, from: Uint8Array, at: number | null): number {
      const { node } = file;
      if (!writable(file)) fail('BADF');
      if (node.device) return node.device.write(from);
      if (node.kind === 'pipe') {
        if (!ends(node, false)) fail('PIPE');
        if (node.size + from.length > maxPipe) fail('AGAIN');
        tree.reserve(node, node.size + from.length);
        node.data.set(from, node.size);
        node.size += from.length;
        return from.length;
      }
      const start = (file.flags & 0o2000) !== 0 ? node.size : (at ?? file.position); // O_APPEND
      tree.reserve(node, start + from.length);
      node.data.set(from, start);
      node.size = Math.max(node.size, start + from.length);
      node.mtime = Date.now();
      if (at === null) file.position = start + from.length;
      return from.length;
    },

    seek(file: OpenFile, offset: number, whence: number): number {
      if (file.node.kind === 'pipe' || file.node.kind === 'device') fail('SPIPE');
      const base = whence === 1 ? file.position : whence === 2 ? file.node.size : 0;
      if (base + offset < 0) fail('INVAL');
      file.position = base + offset;
      if (file.position === 0) file.listing = null;
      return file.position;
    },

    /** The names in an open directory, as they were when they were first asked for. */
    list(file: OpenFile): string[] {
      if (file.node.kind !== 'dir') fail('NOTDIR');
      file.listing ??= ['.', '..', ...file.node.entries.keys()];
      return file.listing;
    },
  };
}
