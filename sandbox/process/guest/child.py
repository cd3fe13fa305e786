"""One program as the warden sees it: its descriptors, what came out of them, and how it ended."""
import fcntl
import os
import signal
import socket
import struct
import time

import wire

_ADD_SEALS, _ALL_SEALS = 1033, 0xf
_CHUNK = 65536
now = time.monotonic


class Gone(Exception):
    """The host or the zygote is not there any more."""


def sealed(data):
    """A descriptor of an unnamed file with these bytes, which nobody can change."""
    fd = os.memfd_create('data', os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    wire.write_all(fd, data)
    fcntl.fcntl(fd, _ADD_SEALS, _ALL_SEALS)
    os.lseek(fd, 0, os.SEEK_SET)
    return fd


class Child:
    """Asks the zygote for a program. `stdin` is bytes or a descriptor, `stdout` a descriptor or None.

    Descriptors that are given are closed here.
    """

    def __init__(self, zygote, job, stdin, cap, stdout=None, channel=False):
        self.cap = cap
        self.ends = {}  # our descriptor -> what it is for
        self.text = {'out': [], 'err': []}
        self.room = {'out': cap, 'err': cap}
        self.frames, self._words = wire.Frames(), wire.Frames()
        self._unsent = b''
        self.stop = None  # why we ended it
        self.note = ''
        self.end = None  # wait status, most memory KiB, CPU us, which limits of its disk it has met
        self.compile_error = self.fault = None
        given = [sealed(job), sealed(stdin) if isinstance(stdin, bytes) else stdin]
        given.append(self._pipe('out') if stdout is None else stdout)
        given += [self._pipe('err'), self._pipe('status')]
        if channel:
            near, far = socket.socketpair()
            self._keep(near.detach(), 'channel')
            given.append(far.detach())
        try:
            socket.send_fds(zygote, [b'c'], given)
            answer = zygote.recv(8)
        except OSError:
            raise Gone from None
        finally:
            for fd in given:
                os.close(fd)
        if len(answer) < 8:
            raise Gone
        self.pid, error = struct.unpack('>iI', answer)
        self.started = now()
        self.over = self.pid < 0
        if self.over:
            self.fault = 'clone: ' + os.strerror(error)

    def _pipe(self, name):
        near, far = os.pipe()
        self._keep(near, name)
        return far

    def _keep(self, fd, name):
        os.set_blocking(fd, False)
        self.ends[fd] = name

    def _fd(self, wanted):
        return next((fd for fd, name in self.ends.items() if name == wanted), None)

    def wishes(self, fd):
        """Is there something to be written to this descriptor?"""
        return self._unsent and self.ends.get(fd) == 'channel'

    def send(self, data):
        self._unsent += data
        self.flush()

    def flush(self):
        fd = self._fd('channel')
        try:
            while fd is not None and self._unsent:
                self._unsent = self._unsent[os.write(fd, self._unsent):]
        except BlockingIOError:
            pass
        except OSError:
            self._unsent = b''  # its end will be told by the status pipe

    def kill(self, why, note=''):
        if not self.over and not self.stop:
            self.stop, self.note = why, note
            os.kill(self.pid, signal.SIGKILL)

    def read(self, fd):
        """Takes what there is, once. False when there was nothing."""
        name = self.ends[fd]
        try:
            data = os.read(fd, _CHUNK)
        except BlockingIOError:
            return False
        except OSError:
            data = b''
        if not data:
            del self.ends[fd]
            os.close(fd)
            if name == 'status':
                self._reap()
            return False
        if name == 'status':
            self._words.feed(data)
        elif name == 'channel':
            self.frames.feed(data)
        else:
            room = self.room[name]
            if room > 0:
                self.text[name].append(data[:room])
            self.room[name] = room - len(data)
            if len(data) > room:
                self.kill('output')
        return True

    def _reap(self):
        """Nobody holds the status pipe: the first process is gone, or is being taken apart."""
        os.waitpid(self.pid, 0)
        self.over = True
        while (word := self._words.take()) is not None:
            tag, body = word
            if tag == b'E':
                self.end = struct.unpack('>IQQB', body)
            elif tag == b'C':
                self.compile_error = body.decode('utf-8', 'replace')
            else:
                self.fault = body.decode('utf-8', 'replace')

    def output(self):
        """stdout and stderr since the last call, with what is in the pipes now."""
        for fd, name in list(self.ends.items()):
            if name in self.text:
                while self.room[name] >= 0 and fd in self.ends and self.read(fd):
                    pass
        texts = [b''.join(self.text[name]) for name in ('out', 'err')]
        for name in self.text:
            self.text[name], self.room[name] = [], self.cap
        return texts

    def close(self):
        self.kill('done')
        if not self.over:
            os.waitpid(self.pid, 0)
            self.over = True
        for fd in self.ends:
            os.close(fd)
        self.ends = {}
