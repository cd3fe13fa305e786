"""The first process inside the walls of a slot: runs programs for the host, one order at a time.

Theory of operation. The host sends programs with their cases (wire.py). For what is to run at the
same time, the warden makes pipes, hands their far ends to the zygote, which starts the programs, and
waits for what comes first: output, a frame, the end, or a limit. When the zygote says that a program
is over, nothing of it is alive, and the pipes hold all that it ever wrote. Only then is it told.

Source and input travel in sealed memory files. Outputs never touch the zygote, so no later program
finds them in memory that it inherited.

Covers: wall clock, output, memory of all processes together, nothing left behind. Does not cover:
what one process may do (zygote.py), what an end means (outcome.ts).
"""
import sys

sys.path.insert(0, '/guest')

import os
import select
import socket
from time import monotonic as now

import art
import program
import watch
import wire
import zygote
from child import Child, Gone

HOST = 3
TICK = 0.025
# a program whose processes were kept waiting by others may take so many limits more
PATIENCE = 3


class Slot:
    """The order in hand."""

    def __init__(self, sock, own):
        self.zygote = sock
        self.own = own
        self.children = []
        self.limits = None
        self.left = 0
        self.frame = None

    def tell(self, header, blobs=()):
        wire.write_all(HOST, wire.pack(header, blobs))

    def start(self, *children):
        """Has the zygote start them all at once."""
        self.children = list(children)
        counts = bytes(len(child.given) for child in children)
        fds = [fd for child in children for fd in child.given]
        try:
            socket.send_fds(self.zygote, [counts], fds)
        except OSError:
            raise Gone from None
        for fd in fds:
            os.close(fd)
        for child in children:
            while child.pid is None and not child.over:
                self.hear()
        return children

    def child(self, job, stdin=b'', **wiring):
        return Child(job, stdin, self.limits['outputBytes'], **wiring)

    def hear(self):
        """What the zygote tells."""
        said = self.zygote.recv(zygote.TOLD.size)
        if not said:
            raise Gone
        what, pid, how, memory, cpu = zygote.TOLD.unpack(said)
        if what == b'over':
            child = next(child for child in self.children if child.pid == pid)
            child.ended(how, memory, cpu)
            return
        child = next(child for child in self.children if child.pid is None and not child.over)
        if what == b'runs':
            child.pid = pid
        else:
            child.over, child.fault = True, 'clone: ' + os.strerror(how)

    def kill(self, why, note=''):
        """Ends all that runs."""
        for child in self.children:
            if not child.over and not child.stop:
                child.stop, child.note = why, note
        self.zygote.send(b'kill')

    def wait(self, ready):
        """Until `ready()`, or until all were stopped and are over. The clock is this case's."""
        limit = min(self.limits['testMs'], self.left) / 1000
        started = now()
        due = started + limit
        tick = started + TICK
        poll = select.poll()
        poll.register(HOST, select.POLLIN)
        zygote_fd = self.zygote.fileno()
        poll.register(zygote_fd, select.POLLIN)
        owner = {}
        for child in self.children:
            for fd in child.ends:
                owner[fd] = child
                poll.register(fd, select.POLLIN)
        while not ready():
            for child in self.children:
                for fd, name in child.ends.items():
                    if name == 'channel':
                        poll.modify(fd, select.POLLIN | (select.POLLOUT if child.wishes(fd) else 0))
            for fd, event in poll.poll(max(0.0, min(due, tick) - now()) * 1000 + 0.5):
                if fd == HOST:
                    raise Gone
                if fd == zygote_fd:
                    self.hear()
                    continue
                if fd not in owner:
                    continue
                child = owner[fd]
                if event & select.POLLOUT:
                    child.flush()
                if event & ~select.POLLOUT and fd in child.ends:
                    child.read(fd)
                if fd not in child.ends:  # read to its end, or closed when the program was over
                    poll.unregister(fd)
                    del owner[fd]
                if child.flooded() and not child.stop:
                    self.kill('output')
            if now() >= min(due, tick):
                due = self.look(started, limit, due)
                tick = now() + TICK
        spent = (now() - started) * 1000
        self.left -= spent
        return spent

    def look(self, started, limit, due):
        """The limits that only a look from outside can keep. When to stop waiting, from now on."""
        if now() >= due:
            patience = min(watch.waited(self.own), PATIENCE * limit)
            due = started + limit + patience
            if now() >= due:
                self.kill('time')
                return now() + 3600
        why, note = watch.excess(self.own, self.limits['memoryMb'])
        if why:
            self.kill(why, note)
        return due

    def result(self, child, ms, tag=None, value=b'', **more):
        """What is told of a child: of its end, or of a frame that it sent."""
        out, err = child.output()
        if child.flooded() and not child.stop:
            child.stop = 'output'
        facts = {'ms': ms, 'stop': child.stop, 'note': child.note, 'fault': child.fault,
                 'compile': child.compile_error, **more}
        if tag:
            facts['tag'] = tag.decode('latin1')
        if child.end:
            facts['how'], facts['rss'], facts['cpu'] = child.end
        self.tell({'op': 'result', **facts}, (out, err, value))

    def clear(self):
        """Ends what runs and waits until nothing of it is left."""
        if any(not child.over for child in self.children):
            self.kill('done')
        for child in self.children:
            while not child.over:
                self.hear()
            child.close()
        self.children = []

    def scripts(self, header, blobs):
        for job, stdin in header['cases']:
            if self.left <= 0:
                break
            child, = self.start(self.child(blobs[job], blobs[stdin]))
            ms = self.wait(lambda: child.over)
            self.result(child, ms)
            self.clear()

    def module(self, header, blobs):
        child, = self.start(self.child(blobs[0], channel=True))
        loading = self.wait(lambda: self.framed(child) or child.over)
        if not self.loaded(child, loading):
            return
        for case in blobs[1:]:
            if self.left <= 0:
                break
            child.send(len(case).to_bytes(4, 'big') + case)
            ms = self.wait(lambda: self.framed(child) or child.over) + loading
            loading = 0
            frame = self.take()
            self.result(child, ms, *frame)
            if not frame:
                break

    def take(self):
        frame, self.frame = self.frame or (), None
        return frame

    def framed(self, child):
        """Takes the next frame of the child. Bytes that are none end it."""
        if self.frame is None and not child.stop:
            self.frame = child.frames.take()
            if child.frames.broken:
                self.kill('nonsense')
        return self.frame is not None

    def loaded(self, child, ms):
        frame = self.take()
        if frame and frame[0] == b'L':
            child.output()  # belongs to no case
            return True
        self.result(child, ms, *frame, loading=True)
        return False

    def apart(self, header, blobs):
        """A test body and the program it asks, each behind its own walls."""
        program, body = self.start(
            self.child(blobs[0], channel=True), self.child(blobs[1], channel=True)
        )
        ms = self.wait(lambda: self.framed(program) or program.over)
        if not self.loaded(program, ms):
            return
        body.send(wire.frame(b'k'))
        going = body
        while True:
            ms += self.wait(lambda: self.framed(going) or program.over or body.over)
            tag, value = self.take() or (None, b'')
            if tag is None:  # somebody ended
                ended = body if body.over and not program.over else program
                self.result(ended, ms, who='body' if ended is body else 'program')
                return
            if tag == b'L':
                continue
            if going is body and tag != b'Q':
                self.result(body, ms, tag, value)
                return
            going = program if going is body else body
            going.send(wire.frame(b'q' if tag == b'Q' else tag, value))

    def joined(self, header, blobs):
        """Two programs, each the other's stdin and stdout."""
        to_first, from_second = os.pipe()
        to_second, from_first = os.pipe()
        first, second = self.start(
            self.child(blobs[0], to_first, stdout=from_first),
            self.child(blobs[1], to_second, stdout=from_second),
        )
        ms = self.wait(lambda: first.over and second.over)
        self.result(first, ms)
        self.result(second, ms)

    def build(self, header, blobs):
        """A compile step; what it left in its place for artifacts goes to the host, too."""
        art.clear(header['place'])
        child, = self.start(self.child(blobs[0]))
        ms = self.wait(lambda: child.over)
        self.result(child, ms)
        names, texts = art.collect(header['place'])
        self.tell({'op': 'art', 'names': names}, texts)

    def art(self, header, blobs):
        art.clear(header['place'])
        art.install(header['place'], header['names'], blobs)

    def serve(self):
        self.tell({'op': 'ready'})
        while message := wire.receive(HOST):
            header, blobs = message
            self.limits = header.get('limits')
            self.left = self.limits['totalMs'] if self.limits else 0
            self.frame = None
            getattr(self, header['op'])(header, blobs)
            self.clear()
            strangers = watch.others(self.own)
            if strangers or os.listdir('/tmp'):
                raise RuntimeError('left behind: %s' % strangers)
            self.tell({'op': 'done'})


def main():
    _, filters = wire.receive(HOST)
    near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    pid = os.fork()
    if pid == 0:
        near.close()
        os.close(HOST)
        try:
            zygote.serve(far, *filters)
        except zygote.Forked as forked:
            job = zygote.become(far.fileno(), forked)
        far.detach()
        program.run(*job, zygote.STATUS_FD, zygote.CHANNEL_FD)
    far.close()
    zygote.drop_capabilities()
    try:
        Slot(near, {os.getpid(), pid}).serve()
    except (Gone, BrokenPipeError, ConnectionResetError):
        pass
    os._exit(0)  # and with it everything in this slot


main()
