/**
 * Theory of operation. The system calls of Emscripten's libc (the musl kernel ABI: negative error
 * numbers) and of WASI preview 1, answered from the in-memory file system. A wasm module can do
 * nothing but call its imports, so this table is all the world a program has. The shapes of the
 * structures are those of Emscripten's libc, as its own JavaScript library writes them.
 * Self-contained: see source.ts.
 *
 * Covers: files, directories, pipes, mmap of files by copy. Does not cover: sockets, processes,
 * signals, users; those fail with ENOSYS.
 */
import type { FileNode, Files } from './files.ts';
import type { Memory } from './memory.ts';

export function makeSyscalls(memory: () => Memory, files: () => Files, now: () => number) {
  type Call = (...args: never[]) => number;

  /** Turns file errors into returned numbers; anything else goes on unwinding. */
  const guard =
    (sign: 1 | -1) =>
    (call: Call): Call =>
    (...args) => {
      try {
        return call(...args);
      } catch (error) {
        if (error instanceof files().FileError) return sign * (error as { errno: number }).errno;
        throw error;
      }
    };

  const text = (pointer: number): string => memory().string(pointer);

  /** The absolute path meant by a directory descriptor and a path. */
  function at(dirfd: number, pointer: number, allowEmpty = false): string {
    const path = text(pointer);
    if (path.startsWith('/')) return path;
    if (dirfd === -100 && !(allowEmpty && path === '')) return path;
    const base = dirfd === -100 ? files().cwd() : files().open(dirfd).path;
    if (path === '') return allowEmpty ? base : files().fail('NOENT');
    return `${base}/${path}`;
  }

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

  function writeStatFs(to: number): number {
    const m = memory();
    const { bytes, nodes, caps } = files().usage();
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

  /** Moves bytes between a descriptor and the buffers of an iovec; the bytes moved. */
  function vector(
    move: 'read' | 'write',
    fd: number,
    iov: number,
    count: number,
    offset: number | null,
  ): number {
    const file = files().open(fd);
    let total = 0;
    for (let i = 0; i < count; i++) {
      const m = memory();
      const buffer = m.slice(m.u32(iov + 8 * i), m.u32(iov + 8 * i + 4));
      const done = files()[move](file, buffer, offset === null ? null : offset + total);
      total += done;
      if (done < buffer.length) break;
    }
    return total;
  }

  const negative: Record<string, Call> = {
    __syscall_openat: (dirfd: number, path: number, flags: number, varargs: number) =>
      files().openPath(at(dirfd, path), flags, varargs ? memory().i32(varargs) : 0),
    __syscall_stat64: (path: number, to: number) => writeStat(files().find(text(path)), to),
    __syscall_lstat64: (path: number, to: number) => writeStat(files().find(text(path), false), to),
    __syscall_fstat64: (fd: number, to: number) => writeStat(files().open(fd).node, to),
    __syscall_newfstatat(dirfd: number, path: number, to: number, flags: number) {
      if ((flags & 4096) !== 0 && text(path) === '' && dirfd >= 0) {
        return writeStat(files().open(dirfd).node, to);
      }
      return writeStat(
        files().find(at(dirfd, path, (flags & 4096) !== 0), (flags & 256) === 0),
        to,
      );
    },
    __syscall_statfs64: (path: number, _size: number, to: number) => {
      files().find(text(path));
      return writeStatFs(to);
    },
    __syscall_fstatfs64: (fd: number, _size: number, to: number) => {
      files().open(fd);
      return writeStatFs(to);
    },
    __syscall_faccessat: (dirfd: number, path: number) => {
      files().find(at(dirfd, path));
      return 0;
    },
    __syscall_chdir: (path: number) => {
      files().enter(text(path));
      return 0;
    },
    __syscall_fchdir: (fd: number) => {
      files().enter(files().open(fd).path);
      return 0;
    },
    __syscall_getcwd(to: number, size: number) {
      const path = memory().encode(files().cwd());
      if (size === 0) return -28;
      if (size < path.length + 1) return -68; // ERANGE
      memory().bytes().set(path, to);
      memory().set8(to + path.length, 0);
      return path.length + 1;
    },
    __syscall_mkdirat: (dirfd: number, path: number, mode: number) => {
      files().makeDirectory(at(dirfd, path), mode);
      return 0;
    },
    __syscall_rmdir: (path: number) => {
      files().removeDirectory(text(path));
      return 0;
    },
    __syscall_unlinkat: (dirfd: number, path: number, flags: number) => {
      if (flags === 512) files().removeDirectory(at(dirfd, path));
      else files().unlink(at(dirfd, path));
      return 0;
    },
    __syscall_renameat: (oldDir: number, oldPath: number, newDir: number, newPath: number) => {
      files().rename(at(oldDir, oldPath), at(newDir, newPath));
      return 0;
    },
    __syscall_symlinkat: (target: number, dirfd: number, path: number) => {
      files().makeLink(text(target), at(dirfd, path));
      return 0;
    },
    __syscall_readlinkat(dirfd: number, path: number, to: number, size: number) {
      const node = files().find(at(dirfd, path), false);
      if (node.kind !== 'link' || size <= 0) return -28;
      const target = memory().encode(node.target).subarray(0, size);
      memory().bytes().set(target, to);
      return target.length;
    },
    __syscall_getdents64(fd: number, to: number, count: number) {
      const file = files().open(fd);
      const names = files().list(file);
      const m = memory();
      const record = 280;
      let written = 0;
      while (written + record <= count && file.position < names.length) {
        const name = names[file.position++] as string;
        const node =
          name.startsWith('.') && name.length < 3 ? file.node : file.node.entries.get(name);
        if (!node) continue;
        const type = { file: 8, dir: 4, link: 10, device: 2, pipe: 1 }[node.kind];
        m.set64(to + written, node.ino);
        m.set64(to + written + 8, file.position);
        m.set16(to + written + 16, record);
        m.set8(to + written + 18, type);
        m.setString(to + written + 19, name);
        written += record;
      }
      return written;
    },
    __syscall_dup: (fd: number) => files().duplicate(fd, 0),
    __syscall_dup3: (fd: number, target: number) =>
      fd === target ? -28 : files().replace(fd, target),
    __syscall_fcntl64(fd: number, command: number, varargs: number) {
      const file = files().open(fd);
      const argument = varargs ? memory().i32(varargs) : 0;
      if (command === 0 || command === 1030) {
        return argument < 0 ? -28 : files().duplicate(fd, argument);
      }
      if (command === 3) return file.flags;
      if (command === 4) file.flags = (file.flags & 3) | (argument & ~3);
      if (command === 12) memory().set16(argument, 2); // F_UNLCK
      return [1, 2, 4, 12, 13, 14].includes(command) ? 0 : -28;
    },
    __syscall_ioctl: (fd: number) => {
      files().open(fd);
      return -59; // ENOTTY: no terminal anywhere
    },
    __syscall_pipe: (to: number) => {
      const [reader, writer] = files().pipe();
      memory().set32(to, reader);
      memory().set32(to + 4, writer);
      return 0;
    },
    __syscall_poll(fds: number, count: number) {
      const m = memory();
      for (let i = 0; i < count; i++) {
        const wanted = m.u32(fds + 8 * i + 4) & 0xffff;
        m.set16(fds + 8 * i + 6, wanted & 5); // everything is always ready
      }
      return count;
    },
    __syscall_ftruncate64: (fd: number, size: bigint) => {
      files().resize(files().open(fd).node, Number(size));
      return 0;
    },
    __syscall_truncate64: (path: number, size: bigint) => {
      files().resize(files().find(text(path)), Number(size));
      return 0;
    },
    __syscall_fallocate(fd: number, mode: number, offset: bigint, length: bigint) {
      const { node } = files().open(fd);
      if (mode !== 0) return -138;
      const end = Number(offset + length);
      if (end > node.size) files().resize(node, end);
      return 0;
    },
    __syscall_utimensat(dirfd: number, path: number, times: number, flags: number) {
      const node = files().find(at(dirfd, path, true), (flags & 256) === 0);
      const m = memory();
      const read = (pointer: number, old: number): number => {
        if (times === 0) return now();
        const nanos = m.i32(pointer + 8);
        if (nanos === 1073741823) return now();
        return nanos === 1073741822 ? old : m.i64(pointer) * 1000 + nanos / 1e6;
      };
      node.atime = read(times, node.atime);
      node.mtime = read(times + 16, node.mtime);
      return 0;
    },
    __syscall_chmod: (path: number, mode: number) => setMode(files().find(text(path)), mode),
    __syscall_fchmod: (fd: number, mode: number) => setMode(files().open(fd).node, mode),
    __syscall_fchmodat2: (dirfd: number, path: number, mode: number, flags: number) =>
      setMode(files().find(at(dirfd, path), (flags & 256) === 0), mode),
    __syscall_fchown32: () => 0,
    __syscall_fchownat: () => 0,
    __syscall_fdatasync: () => 0,
    __syscall_fadvise64: () => 0,
    __syscall_getuid32_js: () => 0,
    __syscall_umask_js: (mask: number) => files().mask(mask),
    _munmap_js: (
      addr: number,
      length: number,
      prot: number,
      flags: number,
      fd: number,
      offset: bigint,
    ) => ((prot & 2) === 0 ? 0 : writeBack(addr, length, flags, fd, offset)),
    _msync_js: (
      addr: number,
      length: number,
      _prot: number,
      flags: number,
      fd: number,
      offset: bigint,
    ) => writeBack(addr, length, flags, fd, offset),
  };

  function setMode(node: FileNode, mode: number): number {
    if (node.frozen) files().fail('ROFS');
    node.mode = (node.mode & 0o170000) | (mode & 0o7777);
    return 0;
  }

  /** A shared mapping is a copy; its bytes go back to the file on msync and munmap. */
  function writeBack(
    addr: number,
    length: number,
    flags: number,
    fd: number,
    offset: bigint,
  ): number {
    if ((flags & 2) !== 0) return 0;
    files().write(files().open(fd), memory().slice(addr, length), Number(offset));
    return 0;
  }

  const positive: Record<string, Call> = {
    fd_close: (fd: number) => {
      files().close(fd);
      return 0;
    },
    fd_read: (fd: number, iov: number, count: number, result: number) => {
      memory().set32(result, vector('read', fd, iov, count, null));
      return 0;
    },
    fd_write: (fd: number, iov: number, count: number, result: number) => {
      memory().set32(result, vector('write', fd, iov, count, null));
      return 0;
    },
    fd_pread: (fd: number, iov: number, count: number, offset: bigint, result: number) => {
      memory().set32(result, vector('read', fd, iov, count, Number(offset)));
      return 0;
    },
    fd_pwrite: (fd: number, iov: number, count: number, offset: bigint, result: number) => {
      memory().set32(result, vector('write', fd, iov, count, Number(offset)));
      return 0;
    },
    fd_seek: (fd: number, offset: bigint, whence: number, result: number) => {
      memory().set64(result, files().seek(files().open(fd), Number(offset), whence));
      return 0;
    },
    fd_sync: (fd: number) => {
      files().open(fd);
      return 0;
    },
    fd_fdstat_get: (fd: number, to: number) => {
      const { node } = files().open(fd);
      memory()
        .bytes()
        .fill(0, to, to + 24);
      memory().set8(to, node.kind === 'dir' ? 3 : 4);
      return 0;
    },
  };

  const imports: Record<string, Call> = {};
  for (const [name, call] of Object.entries(negative)) imports[name] = guard(-1)(call);
  for (const [name, call] of Object.entries(positive)) imports[name] = guard(1)(call);
  return imports;
}
