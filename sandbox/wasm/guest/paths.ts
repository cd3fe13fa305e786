/**
 * System calls that name files by path, in the musl kernel ABI: a negative error number, or a
 * result. Self-contained: see ../source.ts.
 */
import type { Files } from './files.ts';
import type { Memory } from './memory.ts';
import type { Structures } from './structures.ts';
import type { FileNode, Tree } from './tree.ts';

/** The file system of the present turn. */
export interface World {
  readonly tree: Tree;
  readonly files: Files;
}

export function makePathCalls(
  memory: () => Memory,
  world: () => World,
  structures: Structures,
): Record<string, (...args: never[]) => number> {
  const { writeStat, writeStatFs } = structures;
  const text = (pointer: number): string => memory().string(pointer);

  /** The absolute path meant by a directory descriptor and a path. */
  function at(dirfd: number, pointer: number, allowEmpty = false): string {
    const path = text(pointer);
    if (path.startsWith('/')) return path;
    if (dirfd === -100 && !(allowEmpty && path === '')) return path;
    const base = dirfd === -100 ? world().tree.cwd() : world().files.open(dirfd).path;
    if (path === '') return allowEmpty ? base : world().tree.fail('NOENT');
    return `${base}/${path}`;
  }

  function setMode(node: FileNode, mode: number): number {
    if (node.frozen) world().tree.fail('ROFS');
    node.mode = (node.mode & 0o170000) | (mode & 0o7777);
    return 0;
  }

  return {
    __syscall_openat: (dirfd: number, path: number, flags: number, varargs: number) =>
      world().files.openPath(at(dirfd, path), flags, varargs ? memory().i32(varargs) : 0),
    __syscall_stat64: (path: number, to: number) => writeStat(world().tree.find(text(path)), to),
    __syscall_lstat64: (path: number, to: number) =>
      writeStat(world().tree.find(text(path), false), to),
    __syscall_newfstatat(dirfd: number, path: number, to: number, flags: number) {
      if ((flags & 4096) !== 0 && text(path) === '' && dirfd >= 0) {
        return writeStat(world().files.open(dirfd).node, to);
      }
      return writeStat(
        world().tree.find(at(dirfd, path, (flags & 4096) !== 0), (flags & 256) === 0),
        to,
      );
    },
    __syscall_statfs64: (path: number, _size: number, to: number) => {
      world().tree.find(text(path));
      return writeStatFs(world().tree, to);
    },
    __syscall_faccessat: (dirfd: number, path: number) => {
      world().tree.find(at(dirfd, path));
      return 0;
    },
    __syscall_chdir: (path: number) => {
      world().tree.enter(text(path));
      return 0;
    },
    __syscall_getcwd(to: number, size: number) {
      const path = memory().encode(world().tree.cwd());
      if (size === 0) return -28;
      if (size < path.length + 1) return -68; // ERANGE
      memory().bytes().set(path, to);
      memory().set8(to + path.length, 0);
      return path.length + 1;
    },
    __syscall_mkdirat: (dirfd: number, path: number, mode: number) => {
      world().tree.makeDirectory(at(dirfd, path), mode);
      return 0;
    },
    __syscall_rmdir: (path: number) => {
      world().tree.removeDirectory(text(path));
      return 0;
    },
    __syscall_unlinkat: (dirfd: number, path: number, flags: number) => {
      if (flags === 512) world().tree.removeDirectory(at(dirfd, path));
      else world().tree.unlink(at(dirfd, path));
      return 0;
    },
    __syscall_renameat: (oldDir: number, oldPath: number, newDir: number, newPath: number) => {
      world().tree.rename(at(oldDir, oldPath), at(newDir, newPath));
      return 0;
    },
    __syscall_symlinkat: (target: number, dirfd: number, path: number) => {
      world().tree.makeLink(text(target), at(dirfd, path));
      return 0;
    },
    __syscall_readlinkat(dirfd: number, path: number, to: number, size: number) {
      const node = world().tree.find(at(dirfd, path), false);
      if (node.kind !== 'link' || size <= 0) return -28;
      const target = memory().encode(node.target).subarray(0, size);
      memory().bytes().set(target, to);
      return target.length;
    },
    __syscall_truncate64: (path: number, size: bigint) => {
      world().tree.resize(world().tree.find(text(path)), Number(size));
      return 0;
    },
    __syscall_utimensat(dirfd: number, path: number, times: number, flags: number) {
      const node = world().tree.find(at(dirfd, path, true), (flags & 256) === 0);
      const m = memory();
      const read = (pointer: number, old: number): number => {
        if (times === 0) return Date.now();
        const nanos = m.i32(pointer + 8);
        if (nanos === 1073741823) return Date.now();
        return nanos === 1073741822 ? old : m.i64(pointer) * 1000 + nanos / 1e6;
      };
      node.atime = read(times, node.atime);
      node.mtime = read(times + 16, node.mtime);
      return 0;
    },
    __syscall_chmod: (path: number, mode: number) => setMode(world().tree.find(text(path)), mode),
    __syscall_fchmodat2: (dirfd: number, path: number, mode: number, flags: number) =>
      setMode(world().tree.find(at(dirfd, path), (flags & 256) === 0), mode),
    __syscall_fchownat: () => 0,
    __syscall_umask_js: (mask: number) => world().tree.mask(mask),
  };
}
