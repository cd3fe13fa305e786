"""The first process inside the walls of a slot: runs programs for the host, one message at a time.

Theory of operation. The host sends a program with its cases (wire.py). For each program that is to
run, the warden makes pipes, hands their far ends to the zygote, which clones a child, and waits for
what comes first: output, a frame, the end, or a limit. A program is over when the first process of
its namespaces was reaped; by then the kernel has killed everything in them, and the pipes hold all
that it ever wrote. Only then is its result told.

Source and input travel in sealed memory files. Outputs never touch the zygote, so no later program
finds them in memory that it inherited.

Covers: wall clock, output, memory of all processes together, kill and reap, nothing left behind.
Does not cover: what one process may do (zygote.py), what an end means (outcome.ts).
"""
import sys

sys.path.insert(0, '/guest')

import os
import select
import socket

import art
import watch
import wire
import zygote
from child import Child, Gone, now

HOST = 3
TICK = 0.025
# a program whose processes were kept waiting by others may take so many limits more
PATIENCE = 3


class Slot:
    """The run in hand."""

    def __init__(self, sock, own):
        self.zygote = sock
        self.own = own
        self.limits = None

    def tell(self, header, blobs=()):
        wire.write_all(HOST, wire.pack(header, blobs))

    def start(self, job, stdin=b'', **wiring):
        return Child(self.zygote, job, stdin, self.limits['outputBytes'], **wiring)

    def wait(self, children, ready):
        """Until `ready()`, or a child was stopped and is over. The clock is this case's."""
        limit = min(self.limits['testMs'], self.left) / 1000
        started = now()
        due = started + limit
        tick = started + TICK
        bytes_allowed = self.limits['memoryMb'] << 20
        while not ready():
            poll = select.poll()
            owner = {}
            poll.register(HOST, select.POLLIN)
            for child in children:
                for fd in child.ends:
                    owner[fd] = child
                    poll.register(fd, select.POLLIN | (select.POLLOUT if child.wishes(fd) else 0))
            events = poll.poll(max(0, min(due, tick) - now()) * 1000 + 0.5)
            for fd, event in events:
                if fd == HOST:
                    raise Gone
                child = owner[fd]
                if event & select.POLLOUT:
                    child.flush()
                if event & ~select.POLLOUT and fd in child.ends:
                    child.read(fd)
            if now() < tick and now() < due:
                continue
            if now() >= due:
                patience = min(watch.waited(self.own), PATIENCE * limit)
                if now() < started + limit + patience:
                    due = started + limit + patience
                else:
                    for child in children:
                        child.kill('time')
                    due += 3600
            tick = now() + TICK
            held = watch.memory(self.own, bytes_allowed)
            if held:
                note = 'used %d MiB of memory, the limit is %d' % (held >> 20, bytes_allowed >> 20)
                for child in children:
                    child.kill('memory', note)
        spent = (now() - started) * 1000
        self.left -= spent
        return spent

    def result(self, child, ms, **more):
        """What is told of a child: of its end, or of a frame that it sent (`tag`, `value`)."""
        value = more.pop('value', b'')
        out, err = child.output()
        facts = {'ms': ms, 'stop': child.stop, 'note': child.note, 'fault': child.fault,
                 'compile': child.compile_error, **more}
        if child.end:
            facts['how'], facts['rss'], facts['cpu'], facts['full'] = child.end
        self.tell({'op': 'result', **facts}, (out, err, value))

    def scripts(self, header, blobs):
        for job, stdin in header['cases']:
            if self.left <= 0:
                break
            child = self.start(blobs[job], blobs[stdin])
            ms = self.wait([child], lambda: child.over)
            self.result(child, ms)
            child.close()

    def module(self, header, blobs):
        child = self.start(blobs[0], channel=True)
        try:
            loading = self.wait([child], lambda: child.over or self.framed(child))
            if not self.loaded(child, loading):
                return
            for case in blobs[1:]:
                if self.left <= 0:
                    break
                child.send(len(case).to_bytes(4, 'big') + case)
                ms = self.wait([child], lambda: child.over or self.framed(child)) + loading
                loading = 0
                if self.framed(child):
                    tag, value = self.next
                    self.next = None
                    self.result(child, ms, tag=tag.decode('latin1'), value=value)
                else:
                    self.result(child, ms)
                    break
        finally:
            child.close()

    def loaded(self, child, ms):
        tag, value = self.next or (None, b'')
        self.next = None
        if tag == b'L':
            child.output()  # belongs to no case
            return True
        more = {'tag': tag.decode('latin1'), 'value': value} if tag else {}
        self.result(child, ms, loading=True, **more)
        return False

    next = None

    def framed(self, child):
        """Takes the next frame of the child into `next`. Bytes that are none end the child."""
        if self.next is None and not child.stop:
            self.next = child.frames.take()
            if child.frames.broken:
                child.kill('nonsense')
        return self.next is not None

    def apart(self, header, blobs):
        """A test body and the program it asks, each behind its own walls."""
        program = self.start(blobs[0], channel=True)
        body = None
        try:
            ms = self.wait([program], lambda: program.over or self.framed(program))
            if not self.loaded(program, ms):
                return
            body = self.start(blobs[1], channel=True)
            both = [program, body]
            going, other = body, program
            body.send(wire.frame(b'k'))
            while True:
                ms += self.wait(
                    both, lambda: program.over or body.over or self.framed(going)
                )
                tag, value = self.next or (None, b'')
                self.next = None
                if tag is None:  # somebody ended
                    break
                if going is body and tag == b'L':
                    continue
                if going is body and tag != b'Q':
                    self.result(body, ms, tag=tag.decode('latin1'), value=value)
                    return
                going, other = other, going
                going.send(wire.frame(b'q' if tag == b'Q' else tag, value))
            ended = program if program.over or program.stop else body
            self.result(ended, ms, who='program' if ended is program else 'body')
        finally:
            program.close()
            if body:
                body.close()

    def joined(self, header, blobs):
        """Two programs, each the other's stdin and stdout."""
        to_first, from_second = os.pipe()
        to_second, from_first = os.pipe()
        first = self.start(blobs[0], to_first, stdout=from_first)
        second = None
        try:
            second = self.start(blobs[1], to_second, stdout=from_second)
            ms = self.wait([first, second], lambda: first.over and second.over)
            self.result(first, ms)
            self.result(second, ms)
        finally:
            first.close()
            if second:
                second.close()

    def build(self, header, blobs):
        """A compile step; what it left in /art goes to the host, too."""
        art.clear(header['place'])
        child = self.start(blobs[0])
        ms = self.wait([child], lambda: child.over)
        self.result(child, ms)
        child.close()
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
            self.next = None
            getattr(self, header['op'])(header, blobs)
            strangers = watch.others(self.own)
            if strangers or os.listdir('/tmp'):
                raise RuntimeError('left behind: %s' % strangers)
            self.tell({'op': 'done'})


def main():
    header, (filter_bytes,) = wire.receive(HOST)
    near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    pid = os.fork()
    if pid == 0:
        near.close()
        os.close(HOST)
        os.set_inheritable(far.fileno(), False)
        zygote.serve(far, filter_bytes)
    far.close()
    zygote.drop_capabilities()
    try:
        Slot(near, {os.getpid(), pid}).serve()
    except (Gone, BrokenPipeError, ConnectionResetError):
        pass
    os._exit(0)  # and with it everything in this slot


main()
