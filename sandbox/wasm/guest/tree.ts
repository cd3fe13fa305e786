/**
 * Theory of operation. The tree of files a Python interpreter sees, in memory, made afresh for
 * every case. Like all of guest/, `makeTree` is a self-contained function, because its text is
 * evaluated inside an isolate (see ../source.ts): it uses its arguments and the language only.
 *
 * Covers: regular files, directories, symbolic links, devices; caps on bytes and nodes. Does not
 * cover: permissions (the program is root of an empty world), hard links, sockets.
 */

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
  /** False once unlinked, and the open descriptions: the bytes go when neither reaches them. */
  linked: boolean;
  opens: number;
  readonly target: string;
  readonly device: Device | null;
  /** Part of the machine, not of the program: not to be changed. */
  readonly frozen: boolean;
}

export interface NodeDetails {
  readonly target?: string;
  readonly device?: Device;
  readonly data?: Uint8Array;
  readonly frozen?: boolean;
}

export interface TreeCaps {
  readonly bytes: number;
  readonly nodes: number;
  readonly descriptors: number;
}

/** Where a path leads. */
export interface Place {
  readonly parent: FileNode;
  readonly name: string;
  /** Absent where the last name does not exist. */
  readonly node: FileNode | undefined;
  readonly path: string;
}

export type Tree = ReturnType<typeof makeTree>;

export function makeTree(caps: TreeCaps, now: () => number) {
  // Error numbers of the WASI ABI, which Emscripten's libc uses.
  const numbers: Record<string, number> = {
    AGAIN: 6,
    BADF: 8,
    BUSY: 10,
    EXIST: 20,
    INVAL: 28,
    ISDIR: 31,
    LOOP: 32,
    MFILE: 33,
    NAMETOOLONG: 37,
    NODEV: 43,
    NOENT: 44,
    NOSPC: 51,
    NOTDIR: 54,
    NOTEMPTY: 55,
    PIPE: 64,
    ROFS: 69,
    SPIPE: 70,
  };
  const none = new Uint8Array(0);
  let nodes = 0;
  let bytes = 0;
  let umask = 0o022;
  let cwd = '/';

  /** An error number on its way to the program. */
  class FileError {
    readonly errno: number;
    constructor(name: string) {
      this.errno = numbers[name] ?? 28;
    }
  }
  const fail = (name: string): never => {
    throw new FileError(name);
  };

  function create(kind: FileNode['kind'], mode: number, details: NodeDetails = {}): FileNode {
    if (nodes >= caps.nodes) fail('NOSPC');
    const time = now();
    if (details.data && !details.frozen) bytes += details.data.length;
    return {
      ino: ++nodes,
      kind,
      mode,
      atime: time,
      mtime: time,
      data: details.data ?? none,
      size: details.data?.length ?? 0,
      entries: new Map(),
      parent: null,
      linked: true,
      opens: 0,
      target: details.target ?? '',
      device: details.device ?? null,
      frozen: details.frozen ?? false,
    };
  }

  const root = create('dir', 0o40755);
  root.parent = root;

  function attach(parent: FileNode, name: string, node: FileNode): void {
    if (parent.frozen) fail('ROFS');
    parent.entries.set(name, node);
    if (node.kind === 'dir') node.parent = parent;
    parent.mtime = now();
  }

  /** Whether a name takes more than 255 bytes of UTF-8. */
  function tooLong(name: string): boolean {
    let size = 0;
    for (const c of name) size += c < '\x80' ? 1 : c < '\u0800' ? 2 : c.length + 2;
    return size > 255;
  }

  /** Walks a path. @param follow a link in last place is followed too. */
  function walk(path: string, follow: boolean): Place {
    if (path === '') fail('NOENT');
    if (path.length > 4096) fail('NAMETOOLONG');
    let rest = (path.startsWith('/') ? path : `${cwd}/${path}`).split('/');
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
      if (name.length > 63 && tooLong(name)) fail('NAMETOOLONG');
      const last = rest.slice(at + 1).every((part) => part === '' || part === '.');
      const place = { parent: here, name, path: `/${[...names, name].join('/')}` };
      const node = here.entries.get(name);
      if (node === undefined) {
        if (!last) fail('NOENT');
        return { ...place, node };
      }
      if (node.kind === 'link' && (follow || !last)) {
        if (++links > 32) fail('LOOP');
        if (node.target.startsWith('/')) {
          trail.length = 1;
          names.length = 0;
        }
        rest = [...node.target.split('/'), ...rest.slice(at + 1)];
        at = -1;
        continue;
      }
      if (last && node.kind !== 'dir') {
        if (rest.length > at + 1) fail('NOTDIR'); // "file/"
        return { ...place, node };
      }
      trail.push(node);
      names.push(name);
    }
    return {
      parent: trail[trail.length - 2] ?? root,
      name: names[names.length - 1] ?? '/',
      node: trail[trail.length - 1],
      path: `/${names.join('/')}`,
    };
  }

  /** The place of a path, whose node must exist. */
  function existing(path: string, follow: boolean): Place & { readonly node: FileNode } {
    const place = walk(path, follow);
    const { node } = place;
    if (!node) throw new FileError('NOENT');
    return { ...place, node };
  }

  function vacant(path: string): Place {
    const place = walk(path, false);
    if (place.node) fail('EXIST');
    return place;
  }

  /** Gives back the bytes of a file that no name and no descriptor reaches. */
  function release(node: FileNode): void {
    if (node.linked || node.opens > 0) return;
    bytes -= node.data.length;
    node.data = none;
    node.size = 0;
  }

  function forget(node: FileNode): void {
    node.linked = false;
    nodes--;
    release(node);
  }

  return {
    FileError,
    fail,
    walk,
    create,
    attach,
    release,
    find: (path: string, follow = true): FileNode => existing(path, follow).node,
    permissions: (mode: number): number => mode & 0o777 & ~umask,

    /** Adds a node of the machine itself. */
    install(path: string, kind: FileNode['kind'], details: NodeDetails = {}): FileNode {
      const modes = {
        file: 0o100644,
        dir: 0o40755,
        link: 0o120777,
        device: 0o20666,
        pipe: 0o10600,
      };
      const { parent, name } = vacant(path);
      const node = create(kind, modes[kind], details);
      attach(parent, name, node);
      return node;
    },

    /** Makes room for `size` bytes in a file, counted against the cap. */
    reserve(node: FileNode, size: number): void {
      const held = node.data.length;
      if (size <= held) return;
      const wanted = Math.max(size, Math.min(held * 2, held + (4 << 20)), 256);
      if (bytes + wanted - held > caps.bytes) fail('NOSPC');
      bytes += wanted - held;
      const data = new Uint8Array(wanted);
      data.set(node.data.subarray(0, node.size));
      node.data = data;
    },

    resize(node: FileNode, size: number): void {
      if (node.kind !== 'file' || size < 0) fail('INVAL');
      if (node.frozen) fail('ROFS');
      if (size === 0) {
        bytes -= node.data.length;
        node.data = none;
      } else if (size < node.size) node.data.fill(0, size, node.size);
      else this.reserve(node, size);
      node.size = size;
      node.mtime = now();
    },

    makeDirectory(path: string, mode: number): void {
      const { parent, name } = vacant(path);
      attach(parent, name, create('dir', 0o40000 | this.permissions(mode)));
    },

    makeLink(target: string, path: string): void {
      const { parent, name } = vacant(path);
      attach(parent, name, create('link', 0o120777, { target }));
    },

    unlink(path: string): void {
      const { parent, name, node } = existing(path, false);
      if (node.kind === 'dir') fail('ISDIR');
      if (node.frozen || parent.frozen) fail('ROFS');
      parent.entries.delete(name);
      forget(node);
    },

    removeDirectory(path: string): void {
      const { parent, name, node } = existing(path, false);
      if (node.kind !== 'dir') fail('NOTDIR');
      if (node === root) fail('BUSY');
      if (node.frozen) fail('ROFS');
      if (node.entries.size > 0) fail('NOTEMPTY');
      parent.entries.delete(name);
      forget(node);
    },

    rename(from: string, to: string): void {
      const old = existing(from, false);
      const { node } = old;
      const target = walk(to, false);
      if (target.node === node) return;
      if (node.frozen || target.node?.frozen || old.parent.frozen) fail('ROFS');
      if (node === root || target.node === root) fail('BUSY');
      for (let up: FileNode | null = target.parent; up && up !== root; up = up.parent) {
        if (up === node) fail('INVAL'); // a directory into itself
      }
      if (target.node?.kind === 'dir') {
        if (node.kind !== 'dir') fail('ISDIR');
        if (target.node.entries.size > 0) fail('NOTEMPTY');
      } else if (target.node && node.kind === 'dir') fail('NOTDIR');
      old.parent.entries.delete(old.name);
      attach(target.parent, target.name, node);
      if (target.node) forget(target.node);
    },

    cwd: (): string => cwd,
    enter(path: string): void {
      const place = existing(path, true);
      if (place.node.kind !== 'dir') fail('NOTDIR');
      cwd = place.path;
    },
    /** Sets the mask of new modes; the old one. */
    mask(next: number): number {
      const old = umask;
      umask = next & 0o777;
      return old;
    },
    usage: () => ({ bytes, nodes, caps }),
  };
}
