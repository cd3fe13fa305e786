/**
 * Theory of operation. The file system a Python interpreter sees: a tree of nodes in memory, made
 * afresh for every case. `makeFiles` is a self-contained function because its text is evaluated
 * inside an isolate (see source.ts): it may use its arguments and the language, nothing else.
 *
 * Covers: regular files, directories, symbolic links, character devices, pipes; caps on bytes,
 * nodes and descriptors. Does not cover: permissions (the program is root of an empty world),
 * hard links, locks, sockets.
 */

/** Error numbers of the WASI ABI, which Emscripten's libc uses. */
export interface ErrnoTable {
  readonly [name: string]: number;
}

export interface Device {
  read(into: Uint8Array): number;
  write(from: Uint8Array): number;
}

export interface FileNode {
  readonly ino: number;
  readonly kind: 'file' | 'dir' | 'link' | 'device' | 'pipe';
  mode: number;
  atime: number;
  mtime: number;
  /** Contents of a file or a pipe; only the first `size` bytes count. */
  data: Uint8Array;
  size: number;
  readonly entries: Map<string, FileNode>;
  parent: FileNode | null;
  /** False once unlinked: the bytes go when the last descriptor does. */
  linked: boolean;
  readonly target: string;
  readonly device: Device | null;
  /** Part of the machine, not of the program: not to be changed. */
  readonly frozen: boolean;
}

/** An open file description: what `dup` shares. */
export interface OpenFile {
  readonly node: FileNode;
  readonly path: string;
  flags: number;
  position: number;
  references: number;
  listing: string[] | null;
}

export interface FileCaps {
  readonly bytes: number;
  readonly nodes: number;
  readonly descriptors: number;
}

export type Files = ReturnType<typeof makeFiles>;

export function makeFiles(caps: FileCaps, now: () => number) {
  const E: ErrnoTable = {
    BADF: 8,
    EXIST: 20,
    INVAL: 28,
    ISDIR: 31,
    LOOP: 32,
    MFILE: 33,
    NAMETOOLONG: 37,
    NOENT: 44,
    NOSPC: 51,
    NOTDIR: 54,
    NOTEMPTY: 55,
    PIPE: 64,
    AGAIN: 6,
    ROFS: 69,
    SPIPE: 70,
    BUSY: 10,
  };
  const none = new Uint8Array(0);
  let nodes = 0;
  let bytes = 0;
  let umask = 0o022;

  /** An error number on its way to the program. */
  class FileError {
    readonly errno: number;
    constructor(name: string) {
      this.errno = E[name] ?? 28;
    }
  }
  const fail = (name: string): never => {
    throw new FileError(name);
  };

  function create(
    kind: FileNode['kind'],
    mode: number,
    extra: { target?: string; device?: Device; data?: Uint8Array; frozen?: boolean } = {},
  ): FileNode {
    if (nodes >= caps.nodes) fail('NOSPC');
    const time = now();
    return {
      ino: ++nodes,
      kind,
      mode,
      atime: time,
      mtime: time,
      data: extra.data ?? none,
      size: extra.data?.length ?? 0,
      entries: new Map(),
      parent: null,
      linked: true,
      target: extra.target ?? '',
      device: extra.device ?? null,
      frozen: extra.frozen ?? false,
    };
  }

  const root = create('dir', 0o40755);
  root.parent = root;
  let cwd = '/';
  const fds: (OpenFile | undefined)[] = [];

  function attach(parent: FileNode, name: string, node: FileNode): void {
    if (parent.frozen) fail('ROFS');
    parent.entries.set(name, node);
    if (node.kind === 'dir') node.parent = parent;
    parent.mtime = now();
  }

  const absolute = (path: string): string =>
    path.startsWith('/') ? path : `${cwd === '/' ? '' : cwd}/${path}`;

  interface Place {
    readonly parent: FileNode;
    readonly name: string;
    readonly node: FileNode | undefined;
    readonly path: string;
  }

  /** Walks a path. `follow`: a link in last place is followed too. */
  function walk(path: string, follow: boolean): Place {
    if (path === '') fail('NOENT');
    if (path.length > 4096) fail('NAMETOOLONG');
    let rest = absolute(path).split('/');
    const trail: FileNode[] = [root];
    const names: string[] = [];
    let links = 0;
    for (let at = 0; at < rest.length; at++) {
      const name = rest[at] as string;
      const here = trail[trail.length - 1] as FileNode;
      if (here.kind !== 'dir') fail('NOTDIR');
      if (name === '' || name === '.') continue;
      if (name === '..') {
        if (trail.length > 1) {
          trail.pop();
          names.pop();
        }
        continue;
      }
      if (name.length > 255) fail('NAMETOOLONG');
      const last = rest.slice(at + 1).every((part) => part === '' || part === '.');
      const found = here.entries.get(name);
      if (found === undefined) {
        if (!last) fail('NOENT');
        return { parent: here, name, node: undefined, path: `/${[...names, name].join('/')}` };
      }
      if (found.kind === 'link' && (follow || !last)) {
        if (++links > 32) fail('LOOP');
        const onward = [...found.target.split('/'), ...rest.slice(at + 1)];
        if (found.target.startsWith('/')) {
          trail.length = 1;
          names.length = 0;
        }
        rest = onward;
        at = -1;
        continue;
      }
      if (last && found.kind !== 'dir') {
        if (rest.length > at + 1) fail('NOTDIR'); // "file/"
        return { parent: here, name, node: found, path: `/${[...names, name].join('/')}` };
      }
      trail.push(found);
      names.push(name);
    }
    const node = trail[trail.length - 1] as FileNode;
    return {
      parent: trail[trail.length - 2] ?? root,
      name: names[names.length - 1] ?? '/',
      node,
      path: `/${names.join('/')}`,
    };
  }

  const find = (path: string, follow = true): FileNode => walk(path, follow).node ?? fail('NOENT');

  function vacant(path: string): Place {
    const place = walk(path, false);
    if (place.node) fail('EXIST');
    return place;
  }

  /** Room for `size` bytes in a file, counted against the cap. */
  function reserve(node: FileNode, size: number): void {
    if (size <= node.data.length) return;
    const wanted = Math.max(size, Math.min(node.data.length * 2, node.data.length + (4 << 20)), 256);
    if (bytes + wanted - node.data.length > caps.bytes) fail('NOSPC');
    bytes += wanted - node.data.length;
    const data = new Uint8Array(wanted);
    data.set(node.data.subarray(0, node.size));
    node.data = data;
  }

  function resize(node: FileNode, size: number): void {
    if (node.kind !== 'file' || size < 0) fail('INVAL');
    if (node.frozen) fail('ROFS');
    if (size < node.size) {
      node.data.fill(0, size, node.size);
      if (size === 0) {
        bytes -= node.data.length;
        node.data = none;
      }
    } else reserve(node, size);
    node.size = size;
    node.mtime = now();
  }

  const open = (fd: number): OpenFile => fds[fd] ?? fail('BADF');

  function place(file: OpenFile, from = 0): number {
    let fd = from;
    while (fds[fd] !== undefined) fd++;
    if (fd >= caps.descriptors) fail('MFILE');
    fds[fd] = file;
    file.references++;
    return fd;
  }

  const describe = (node: FileNode, flags: number, path: string): OpenFile => ({
    node,
    path,
    flags,
    position: 0,
    references: 0,
    listing: null,
  });

  /** Gives back the bytes of a file that no name and no descriptor reaches. */
  function release(node: FileNode): void {
    if (node.linked || fds.some((file) => file?.node === node)) return;
    bytes -= node.data.length;
    node.data = none;
    node.size = 0;
  }

  function drop(fd: number): void {
    const file = open(fd);
    delete fds[fd];
    if (--file.references === 0) release(file.node);
  }

  const writable = (file: OpenFile): boolean => (file.flags & 3) !== 0;

  return {
    FileError,
    fail,
    open,
    find,
    absolute,
    resize,

    /** Adds a node of the machine itself (not counted, not refused). */
    install(path: string, kind: 'file' | 'dir' | 'link' | 'device', extra = {}): FileNode {
      const modes = { file: 0o100644, dir: 0o40755, link: 0o120777, device: 0o20666 };
      const { parent, name } = vacant(path);
      const node = create(kind, modes[kind], extra);
      attach(parent, name, node);
      return node;
    },

    openPath(path: string, flags: number, mode: number): number {
      const follow = (flags & 0o400000) === 0;
      const found = walk(path, follow);
      let node = found.node;
      if (node === undefined) {
        if ((flags & 0o100) === 0 || path.endsWith('/')) fail('NOENT');
        node = create('file', 0o100000 | (mode & 0o777 & ~umask));
        attach(found.parent, found.name, node);
      } else if ((flags & 0o300) === 0o300) fail('EXIST');
      if (node.kind === 'link') fail('LOOP');
      if ((flags & 0o200000) !== 0 && node.kind !== 'dir') fail('NOTDIR');
      if (node.kind === 'dir' && (flags & 3) !== 0) fail('ISDIR');
      if (node.frozen && (flags & 3) !== 0) fail('ROFS');
      const fd = place(describe(node, flags, found.path));
      if ((flags & 0o1000) !== 0 && node.kind === 'file') resize(node, 0);
      return fd;
    },

    /** Puts a node at a descriptor of our choice. */
    openAt(fd: number, node: FileNode, flags: number): void {
      fds[fd] = { ...describe(node, flags, ''), references: 1 };
    },

    close: drop,

    duplicate(fd: number, from: number): number {
      return place(open(fd), from);
    },

    replace(fd: number, target: number): number {
      const file = open(fd);
      if (target < 0 || target >= caps.descriptors) fail('BADF');
      if (fds[target]) drop(target);
      fds[target] = file;
      file.references++;
      return target;
    },

    pipe(): [number, number] {
      const node = create('pipe', 0o10600);
      const reader = place(describe(node, 0, ''));
      return [reader, place(describe(node, 1, ''))];
    },

    read(file: OpenFile, into: Uint8Array, at: number | null): number {
      const { node } = file;
      if ((file.flags & 3) === 1) fail('BADF');
      if (node.kind === 'dir') fail('ISDIR');
      if (node.device) return node.device.read(into);
      if (node.kind === 'pipe') {
        const n = Math.min(into.length, node.size);
        if (n === 0 && fds.some((f) => f?.node === node && writable(f))) fail('AGAIN');
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

    write(file: OpenFile, from: Uint8Array, at: number | null): number {
      const { node } = file;
      if (!writable(file)) fail('BADF');
      if (node.device) return node.device.write(from);
      if (node.kind === 'pipe') {
        if (!fds.some((f) => f?.node === node && !writable(f))) fail('PIPE');
        if (node.size + from.length > 1 << 20) fail('AGAIN');
        reserve(node, node.size + from.length);
        node.data.set(from, node.size);
        node.size += from.length;
        return from.length;
      }
      const start = (file.flags & 0o2000) !== 0 ? node.size : (at ?? file.position);
      reserve(node, start + from.length);
      node.data.set(from, start);
      node.size = Math.max(node.size, start + from.length);
      node.mtime = now();
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

    makeDirectory(path: string, mode: number): void {
      const { parent, name } = vacant(path);
      attach(parent, name, create('dir', 0o40000 | (mode & 0o777 & ~umask)));
    },

    makeLink(target: string, path: string): void {
      const { parent, name } = vacant(path);
      attach(parent, name, create('link', 0o120777, { target }));
    },

    unlink(path: string): void {
      const { parent, name, node } = walk(path, false);
      if (!node) return fail('NOENT');
      if (node.kind === 'dir') fail('ISDIR');
      if (node.frozen || parent.frozen) fail('ROFS');
      parent.entries.delete(name);
      node.linked = false;
      nodes--;
      release(node);
    },

    removeDirectory(path: string): void {
      const { parent, name, node } = walk(path, false);
      if (!node) return fail('NOENT');
      if (node.kind !== 'dir') fail('NOTDIR');
      if (node === root) fail('BUSY');
      if (node.frozen) fail('ROFS');
      if (node.entries.size > 0) fail('NOTEMPTY');
      parent.entries.delete(name);
      nodes--;
    },

    rename(from: string, to: string): void {
      const old = walk(from, false);
      const { node } = old;
      if (!node) return fail('NOENT');
      const target = walk(to, false);
      if (target.node === node) return;
      if (node.frozen || target.node?.frozen || old.parent.frozen) fail('ROFS');
      if (node === root || target.node === root) fail('BUSY');
      for (let up: FileNode | null = target.parent; up && up !== root; up = up.parent) {
        if (up === node) fail('INVAL');
      }
      if (target.node?.kind === 'dir') {
        if (node.kind !== 'dir') fail('ISDIR');
        if (target.node.entries.size > 0) fail('NOTEMPTY');
      } else if (target.node && node.kind === 'dir') fail('NOTDIR');
      old.parent.entries.delete(old.name);
      attach(target.parent, target.name, node);
      if (target.node) {
        target.node.linked = false;
        nodes--;
        release(target.node);
      }
    },

    list(file: OpenFile): string[] {
      if (file.node.kind !== 'dir') fail('NOTDIR');
      file.listing ??= ['.', '..', ...file.node.entries.keys()];
      return file.listing;
    },

    cwd: () => cwd,
    enter(path: string): void {
      const { node, path: full } = walk(path, true);
      if (!node) return fail('NOENT');
      if (node.kind !== 'dir') fail('NOTDIR');
      cwd = full;
    },
    mask(next: number): number {
      const old = umask;
      umask = next & 0o777;
      return old;
    },
    usage: () => ({ bytes, nodes, caps }),
  };
}
