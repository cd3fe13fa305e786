/**
 * System calls on descriptors: those of the musl kernel ABI, which return a negative error number,
 * and those of WASI preview 1, which return a positive one. Self-contained: see ../source.ts.
 */
import type { Memory } from './memory.ts';
import type { World } from './paths.ts';
import type { Structures } from './structures.ts';

type Calls = Record<string, (...args: never[]) => number>;

export function makeDescriptorCalls(
  memory: () => Memory,
  world: () => World,
  structures: Structures,
): { readonly negative: Calls; readonly positive: Calls } {
  const { writeStat, writeStatFs } = structures;

  /** Moves bytes between a descriptor and the buffers of an iovec; the bytes moved. */
  function vector(
    move: 'read' | 'write',
    fd: number,
    iov: number,
    count: number,
    offset: number | null,
  ): number {
    const file = world().files.open(fd);
    let total = 0;
    for (let i = 0; i < count; i++) {
      const m = memory();
      const buffer = m.slice(m.u32(iov + 8 * i), m.u32(iov + 8 * i + 4));
      const done = world().files[move](file, buffer, offset === null ? null : offset + total);
      total += done;
      if (done < buffer.length) break;
    }
    return total;
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
    world().files.write(world().files.open(fd), memory().slice(addr, length), Number(offset));
    return 0;
  }

  const positive: Calls = {
    fd_close: (fd: number) => {
      world().files.close(fd);
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
      memory().set64(result, world().files.seek(world().files.open(fd), Number(offset), whence));
      return 0;
    },
    fd_sync: (fd: number) => {
      world().files.open(fd);
      return 0;
    },
    fd_fdstat_get: (fd: number, to: number) => {
      const { node } = world().files.open(fd);
      memory()
        .bytes()
        .fill(0, to, to + 24);
      memory().set8(to, node.kind === 'dir' ? 3 : 4);
      return 0;
    },
  };

  const negative: Calls = {
    __syscall_fstat64: (fd: number, to: number) => writeStat(world().files.open(fd).node, to),
    __syscall_fstatfs64: (fd: number, _size: number, to: number) => {
      world().files.open(fd);
      return writeStatFs(world().tree, to);
    },
    __syscall_fchdir: (fd: number) => {
      world().tree.enter(world().files.open(fd).path);
      return 0;
    },
    __syscall_getdents64(fd: number, to: number, count: number) {
      const file = world().files.open(fd);
      const names = world().files.list(file);
      const m = memory();
      const record = 280;
      let written = 0;
      while (written + record <= count && file.position < names.length) {
        const name = names[file.position++] as string;
        const up = name === '..' ? file.node.parent : null;
        const node = name === '.' ? file.node : (up ?? file.node.entries.get(name));
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
    __syscall_dup: (fd: number) => world().files.duplicate(fd, 0),
    __syscall_dup3: (fd: number, target: number) =>
      fd === target ? -28 : world().files.replace(fd, target),
    __syscall_fcntl64(fd: number, command: number, varargs: number) {
      const file = world().files.open(fd);
      const argument = varargs ? memory().i32(varargs) : 0;
      if (command === 0 || command === 1030) {
        return argument < 0 ? -28 : world().files.duplicate(fd, argument);
      }
      if (command === 3) return file.flags;
      if (command === 4) file.flags = (file.flags & 3) | (argument & ~3);
      if (command === 12) memory().set16(argument, 2); // F_UNLCK
      return [1, 2, 4, 12, 13, 14].includes(command) ? 0 : -28;
    },
    __syscall_ioctl: (fd: number) => {
      world().files.open(fd);
      return -59; // ENOTTY: no terminal anywhere
    },
    __syscall_pipe: (to: number) => {
      const [reader, writer] = world().files.pipe();
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
      world().tree.resize(world().files.open(fd).node, Number(size));
      return 0;
    },
    __syscall_fallocate(fd: number, mode: number, offset: bigint, length: bigint) {
      const { node } = world().files.open(fd);
      if (mode !== 0) return -138;
      const end = Number(offset + length);
      if (end > node.size) world().tree.resize(node, end);
      return 0;
    },
    __syscall_fchmod: (fd: number, mode: number) => {
      const { node } = world().files.open(fd);
      if (node.frozen) world().tree.fail('ROFS');
      node.mode = (node.mode & 0o170000) | (mode & 0o7777);
      return 0;
    },
    __syscall_fchown32: () => 0,
    __syscall_fdatasync: () => 0,
    __syscall_fadvise64: () => 0,
    __syscall_getuid32_js: () => 0,
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

  return { negative, positive };
}
