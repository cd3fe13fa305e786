"""One program as the warden sees it: its descriptors, what came out of them, and how it ended."""
import fcntl
import os
import socket

import wire

_ADD_SEALS, _ALL_SEALS = 1033, 0xf
_CHUNK = 65536


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
    """The near ends of a program's descriptors; `given` are the far ones, for the zygote.

    `stdin` is bytes or a descriptor, `stdout` a descriptor or None.
    """

    def __init__(self, job, stdin, cap, stdout=None, channel=False):
        self.cap = cap
        self.ends = {}  # our descriptor -> what it is for
        self.text = {'out': [], 'err': []}
        self.room = {'out': cap, 'err': cap}
        self.frames, self._words = wire.Frames(), wire.Frames()
        self._unsent = b''
        self.pid = None
        self.over = False
        self.stop = None  # why we ended it
        self.note = ''
        self.end = None  # wait status, most memory KiB, CPU us
        self.compile_error = self.fault = None
        self.given = [sealed(job), sealed(stdin) if isinstance(stdin, bytes) else stdin]
        self.given.append(self._pipe('out') if stdout is None else stdout)
        self.given += [self._pipe('err'), self._pipe('status')]
        if channel:
            near, far = socket.socketpair()
            self._keep(near.detach(), 'channel')
            self.given.append(far.detach())

    def _pipe(self, name):
        near, far = os.pipe()
        self._keep(near, name)
        return far

    def _keep(self, fd, name):
        os.set_blocking(fd, False)
        self.ends[fd] = name

    def wishes(self, fd):
        """Is there something to be written to this descriptor?"""
        return self._unsent and self.ends.get(fd) == 'channel'

    def send(self, data):
        self._unsent += data
        self.flush()

    def flush(self):
        fd = next((fd for fd, name in self.ends.items() if name == 'channel'), None)
        try:
            while fd is not None and self._unsent:
                self._unsent = self._unsent[os.write(fd, self._unsent):]
        except BlockingIOError:
            pass
        except OSError:
            self._unsent = b''  # its end will be told by the zygote

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
        return True

    def flooded(self):
        return self.room['out'] < 0 or self.room['err'] < 0

    def ended(self, how, memory, cpu):
        """Nothing of it is left: what it said before its first line, or could not say."""
        self.over = True
        self.end = how, memory, cpu
        for fd, name in list(self.ends.items()):
            if name in ('status', 'channel'):  # what it said last may still be on its way
                while fd in self.ends and self.read(fd):
                    pass
        while (word := self._words.take()) is not None:
            tag, body = word
            text = body.decode('utf-8', 'replace')
            if tag == b'C':
                self.compile_error = text
            else:
                self.fault = text

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
        for fd in self.ends:
            os.close(fd)
        self.ends = {}
