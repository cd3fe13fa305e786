"""The process that programs are forked from: a warm interpreter that has seen no program.

Theory of operation. The warden sends descriptors over a socket; for each set a child is cloned into
new process, mount, IPC and network namespaces. That child is their first process: it mounts a fresh
/tmp, /proc and /dev/shm, forks the program and then only waits for it. It is not dumpable, so
nothing in its namespace can read or change it, and only it can tell how the program ended. The
kernel kills all that is left there when it exits.

The zygote never reads what passes through it, so what one program said is in no memory that the
next one inherits. It alone has a capability (to mount), which its children give up.

Covers: namespaces, mounts, resource limits, no capabilities, seccomp, descriptors. Does not cover:
clocks, memory of all processes together, output; those are the warden's (warden.py).
"""
import ctypes
import gc
import os
import resource
import signal
import struct
import sys

import program
import wire

STATUS_FD = 5
CHANNEL_FD = 6

_NAMESPACES = 0x20000000 | 0x00020000 | 0x08000000 | 0x40000000  # pid, mount, IPC, network
_CLONE_PARENT = 0x00008000  # children are the warden's, who waits for them
_DETACH = 2
_NOSUID_NODEV, _NOEXEC, _RDONLY, _REMOUNT, _BIND = 2 | 4, 8, 1, 32, 4096
_SYSCALLS = {'x86_64': (56, 126, 317), 'aarch64': (220, 91, 277)}  # clone, capset, seccomp
_PR_SET_DUMPABLE, _PR_CAPBSET_DROP = 4, 24
_CAPABILITIES = 41

_libc = ctypes.PyDLL(None, use_errno=True)  # keeps the interpreter's lock over a call
_after_fork = ctypes.pythonapi.PyOS_AfterFork_Child
_clone, _capset, _seccomp = _SYSCALLS[os.uname().machine]


class _Filter(ctypes.Structure):
    _fields_ = [('length', ctypes.c_ushort), ('filter', ctypes.c_void_p)]


class _CapHeader(ctypes.Structure):
    _fields_ = [('version', ctypes.c_uint32), ('pid', ctypes.c_int)]


_no_caps = (ctypes.c_uint32 * 6)()
_caps_now = _CapHeader(0x20080522, 0)


def _checked(result):
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def drop_capabilities():
    _checked(_libc.syscall(_capset, ctypes.byref(_caps_now), ctypes.byref(_no_caps)))


def _mount(source, target, kind, flags, options=None):
    _checked(_libc.mount(source, target, kind, flags, options))


def serve(sock, filter_bytes):
    """Clones a child for every message, until the warden is gone."""
    held = ctypes.create_string_buffer(filter_bytes, len(filter_bytes))
    filter = _Filter(len(filter_bytes) // 8, ctypes.cast(held, ctypes.c_void_p))
    for capability in range(_CAPABILITIES):  # what it has stays, what it executes gets none
        _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)
    program.warm()
    gc.collect()
    gc.disable()
    gc.freeze()
    flags = signal.SIGCHLD | _CLONE_PARENT | _NAMESPACES
    from socket import recv_fds

    while True:
        data, fds, _, _ = recv_fds(sock, 1, 8)
        if not data:
            os._exit(0)
        pid = _libc.syscall(_clone, flags, 0, 0, 0, 0)
        if pid == 0:
            _first(sock.fileno(), fds, filter)
        error = ctypes.get_errno() if pid < 0 else 0
        for fd in fds:
            os.close(fd)
        sock.send(struct.pack('>iI', pid, error))


def _first(own, fds, filter):
    """The first process of the new namespaces. Never returns."""
    status = -1
    try:
        _after_fork()
        os.close(own)
        job, stdin, stdout, stderr, status = fds[:5]
        channel = fds[5] if len(fds) > 5 else None
        header, blobs = wire.unpack(os.pread(job, os.fstat(job).st_size, 0))
        os.close(job)
        _show(header)
        _libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        main = os.fork()
        if main == 0:
            _become(header, stdin, stdout, stderr, status, channel, filter)
            program.run(header, blobs, STATUS_FD, CHANNEL_FD)
        _close_but(status)
        _wait(main, status)
    except BaseException as error:
        _tell(status, b'F', (type(error).__name__ + ': ' + str(error)).encode('utf-8', 'replace'))
    finally:
        os._exit(1)


def _tell(status, tag, body):
    if status >= 0:
        wire.write_all(status, wire.frame(tag, body[:4000]))


def _show(header):
    """The file system of one program."""
    _mount(b'tmpfs', b'/tmp', b'tmpfs', _NOSUID_NODEV, header['tmp'].encode())
    _mount(b'proc', b'/proc', b'proc', _NOSUID_NODEV | _NOEXEC)
    _mount(b'tmpfs', b'/dev/shm', b'tmpfs', _NOSUID_NODEV | _NOEXEC, header['shm'].encode())
    place = header.get('art')
    if place is not None:
        _mount(b'/arts/%d' % place, b'/art', None, _BIND)
        if not header.get('builds'):
            _mount(None, b'/art', None, _REMOUNT | _BIND | _RDONLY | _NOSUID_NODEV)
    _checked(_libc.umount2(b'/arts', _DETACH))
    os.mkdir('/tmp/box', 0o755)
    os.chdir('/tmp/box')


def _become(header, stdin, stdout, stderr, status, channel, filter):
    """Gives up everything that a program may not have."""
    _libc.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)
    # above every number that is about to be given out
    moved = [os.dup2(fd, 20 + i, inheritable=False) for i, fd in enumerate((stdin, stdout, stderr, status))]
    if channel is not None:
        os.dup2(channel, 24, inheritable=False)
    for i in range(3):
        os.dup2(moved[i], i)
    os.dup2(moved[3], STATUS_FD, inheritable=False)
    if channel is not None:
        os.dup2(24, CHANNEL_FD, inheritable=False)
    os.closerange(3, STATUS_FD)
    os.closerange(STATUS_FD + 1 if channel is None else CHANNEL_FD + 1, 256)
    os.setsid()
    for name, value in header['limits'].items():
        resource.setrlimit(getattr(resource, 'RLIMIT_' + name), (value, value))
    drop_capabilities()
    _checked(_libc.syscall(_seccomp, 1, 0, ctypes.byref(filter)))


def _close_but(kept):
    os.closerange(0, kept)
    os.closerange(kept + 1, 256)


def _wait(main, status):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        pid, how = os.wait()
        if pid == main:
            break
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    disk = os.statvfs('/tmp')
    cpu = int((used.ru_utime + used.ru_stime) * 1e6)
    full = (disk.f_bfree < 16) | (disk.f_ffree == 0) << 1
    wire.write_all(status, wire.frame(b'E', struct.pack('>IQQB', how, used.ru_maxrss, cpu, full)))
    os._exit(0)
