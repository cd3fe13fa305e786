"""The process that programs are forked from: a warm interpreter that has seen no program.

Theory of operation. The warden sends descriptors over a socket. For each program the zygote first
clones the first process of a new process namespace, which shares its memory and only waits in
`pause`, then forks the program into that namespace. The program's side makes mount and IPC
namespaces of its own, mounts a fresh /tmp and /proc, and gives up every right before the first line
of the program. When the program's process has exited, the first process is killed, with which the
kernel kills all that is left in the namespace, and the warden is told. The first process keeps a
capability that the program lacks, so by the kernel's rules for ptrace and /proc nothing inside can
read or change it.

The zygote never reads what passes through it, so what one program said is in no memory that the
next one inherits. It alone can mount; its children give that up.

The network namespace is the slot's: it holds nothing but a loopback that is down, and no socket but
a connected pair can be made (seccomp.ts), so there is nothing in it to be left behind.

Covers: namespaces, mounts, resource limits, no capabilities, seccomp, descriptors, how a program
ended. Does not cover: clocks, memory of all processes together, output; see warden.py.
"""
import ctypes
import gc
import os
import select
import signal
import struct
from resource import setrlimit

import program
import wire

STATUS_FD = 5
CHANNEL_FD = 6
MAX_PROGRAMS = 2
FDS_OF_PROGRAM = 6  # job, stdin, stdout, stderr, status, channel
TOLD = struct.Struct('>4sIIQQ')  # what, pid, wait status or error, most memory KiB, CPU us

_CLONE_NEWPID = 0x20000000
_SHARED = 0x100 | 0x200 | 0x400  # memory, file system, descriptors
_OWN = 0x00020000 | 0x08000000  # mount, IPC
_NOSUID_NODEV, _NOEXEC, _RDONLY, _REMOUNT, _BIND = 2 | 4, 8, 1, 32, 4096
_DETACH = 2
_SYSCALLS = {'x86_64': (126, 317), 'aarch64': (91, 277)}  # capset, seccomp
_PR_SET_DUMPABLE, _PR_CAPBSET_DROP = 4, 24
_CAPABILITIES = 41
_STACK = 64 << 10

_libc = ctypes.PyDLL(None, use_errno=True)  # keeps the interpreter's lock over a call
_capset, _seccomp = _SYSCALLS[os.uname().machine]


class _Filter(ctypes.Structure):
    _fields_ = [('length', ctypes.c_ushort), ('filter', ctypes.c_void_p)]


class _CapHeader(ctypes.Structure):
    _fields_ = [('version', ctypes.c_uint32), ('pid', ctypes.c_int)]


_no_caps = (ctypes.c_uint32 * 6)()
_caps_now = _CapHeader(0x20080522, 0)
_stacks = [ctypes.create_string_buffer(_STACK) for _ in range(MAX_PROGRAMS)]
_pause = ctypes.cast(_libc.pause, ctypes.c_void_p)


def _checked(result):
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def drop_capabilities():
    _checked(_libc.syscall(_capset, ctypes.byref(_caps_now), ctypes.byref(_no_caps)))


class Forked(BaseException):
    """Takes a forked process out of all frames of the zygote, which a program could look into."""

    def __init__(self, fds, filter):
        self.fds = fds
        self.filter = filter


def _filter(code):
    held = ctypes.create_string_buffer(code, len(code))
    return _Filter(len(code) // 8, ctypes.cast(held, ctypes.c_void_p)), held


def _install(filter):
    _checked(_libc.syscall(_seccomp, 1, 0, ctypes.byref(filter[0])))


def serve(sock, own_filter, program_filter):
    """Starts programs and tells of their ends, until the warden is gone."""
    for capability in range(_CAPABILITIES):  # what it has stays, what it executes gets none
        _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)
    _libc.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)  # or setns would not let it in
    # the first process of a namespace has these handlers too, in this very memory: a program that
    # signals it must find none
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    own = os.open('/proc/self/ns/pid', os.O_RDONLY)
    _install(_filter(own_filter))
    filter = _filter(program_filter)
    program.warm()
    gc.collect()
    gc.disable()
    gc.freeze()
    from socket import recv_fds

    running = {}  # pidfd of a program -> its pid, the pid of the first process of its namespace
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    while True:
        for fd, _ in poll.poll():
            if fd in running:
                poll.unregister(fd)
                os.close(fd)
                sock.send(_end(*running.pop(fd)))
                continue
            order, fds, _, _ = recv_fds(sock, 64, FDS_OF_PROGRAM * MAX_PROGRAMS)
            if not order:
                os._exit(0)
            if order == b'kill':
                for _, first in running.values():
                    os.kill(first, signal.SIGKILL)
                continue
            for pid, first in _start(order, fds, own, filter, sock):
                pidfd = os.pidfd_open(pid)
                running[pidfd] = pid, first
                poll.register(pidfd, select.POLLIN)


def _start(order, fds, own, filter, sock):
    """Forks the programs; `order` has the number of descriptors of each. Tells the warden of each."""
    firsts, started, at = [], [], 0
    # no program is alive, so none is missed; orphans of a namespace are nobody's to wait for
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for number in range(len(order)):
        top = ctypes.addressof(_stacks[number]) + _STACK - 256
        firsts.append(_libc.clone(
            _pause, ctypes.c_void_p(top & ~15), _CLONE_NEWPID | _SHARED | signal.SIGCHLD, None
        ))
    error = ctypes.get_errno()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for first, count in zip(firsts, order):
        if first < 0:
            sock.send(TOLD.pack(b'lost', 0, error, 0, 0))
            continue
        name = os.pidfd_open(first)
        _checked(_libc.setns(name, _CLONE_NEWPID))
        pid = os.fork()
        if pid == 0:
            raise Forked(fds[at:at + count], filter)
        _checked(_libc.setns(own, _CLONE_NEWPID))
        os.close(name)
        at += count
        started.append((pid, first))
        sock.send(TOLD.pack(b'runs', pid, 0, 0, 0))
    for fd in fds:
        os.close(fd)
    return started


def _end(pid, first):
    _, how, used = os.wait4(pid, 0)
    os.kill(first, signal.SIGKILL)
    os.waitpid(first, 0)  # when everything in the namespace is gone
    cpu = int((used.ru_utime + used.ru_stime) * 1e6)
    return TOLD.pack(b'over', pid, how, used.ru_maxrss, cpu)


def become(own, forked):
    """Makes the forked process ready to be the program: its header and its blobs."""
    fds = forked.fds
    status = fds[4]
    try:
        os.close(own)
        job = fds[0]
        header, blobs = wire.unpack(os.pread(job, os.fstat(job).st_size, 0))
        _checked(_libc.unshare(_OWN))
        _show(header)
        _give_up(header, fds[1:], forked.filter)
        return header, blobs
    except BaseException as error:
        text = (type(error).__name__ + ': ' + str(error)).encode('utf-8', 'replace')
        for fd in (status, STATUS_FD):
            try:
                wire.write_all(fd, wire.frame(b'F', text[:4000]))
                break
            except OSError:
                pass
        os._exit(1)


def _mount(source, target, kind, flags, options=None):
    _checked(_libc.mount(source, target, kind, flags, options))


def _show(header):
    """The file system of one program."""
    _mount(b'tmpfs', b'/tmp', b'tmpfs', _NOSUID_NODEV, header['tmp'].encode())
    _mount(b'proc', b'/proc', b'proc', _NOSUID_NODEV | _NOEXEC)
    place = header.get('art')
    if place is not None:
        _mount(b'/arts/%d' % place, b'/art', None, _BIND)
        if not header.get('builds'):
            _mount(None, b'/art', None, _REMOUNT | _BIND | _RDONLY | _NOSUID_NODEV)
    _checked(_libc.umount2(b'/arts', _DETACH))
    os.mkdir('/tmp/box', 0o755)
    os.chdir('/tmp/box')


def _give_up(header, fds, filter):
    """All that a program may not have. stdin, stdout and stderr get their numbers."""
    # first above every number that is about to be given out
    high = [os.dup2(fd, 64 + i, inheritable=False) for i, fd in enumerate(fds)]
    for i, fd in enumerate(high):
        if i < 3:
            os.dup2(fd, i)
        else:
            os.dup2(fd, STATUS_FD + i - 3, inheritable=False)
    os.closerange(3, STATUS_FD)
    os.closerange(STATUS_FD + len(fds) - 3, 256)
    os.setsid()
    for name, value in header['limits']:
        setrlimit(name, (value, value))
    drop_capabilities()
    _install(filter)
