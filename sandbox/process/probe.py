"""Looks around from inside the walls and prints what it found as one line of JSON (see probe.ts).

stdin: a path that exists on the host only.
"""
import json
import os
import socket
import threading


def attempt(step):
    """What the step gave, or the number of the error that refused it."""
    try:
        return step()
    except OSError as error:
        return -(error.errno or 1)


def write(path):
    with open(path, 'w') as file:
        file.write('x')
    os.unlink(path)
    return 1


def fill():
    """MiB that could be written, of at most 64."""
    size = 0
    try:
        with open('fill', 'wb', buffering=0) as file:
            while size < 64 << 20:
                size += file.write(bytes(1 << 20))
    except OSError:
        pass
    os.unlink('fill')
    return size >> 20


def threads():
    """Threads that could run at one time, of at most 64."""
    done, running = threading.Event(), []
    try:
        while len(running) < 64:
            one = threading.Thread(target=done.wait)
            one.start()
            running.append(one)
    except RuntimeError:
        pass
    done.set()
    for one in running:
        one.join()
    return len(running)


def new_namespace():
    try:
        import ctypes
    except ImportError:
        return None
    return ctypes.CDLL(None, use_errno=True).unshare(0x10000000)


with open('/proc/self/status') as file:
    status = dict(line.rstrip('\n').split(':\t', 1) for line in file if ':\t' in line)
with open('/proc/net/dev') as file:
    interfaces = [line.split(':')[0].strip() for line in file if ':' in line]


def environment_of_init():
    with open('/proc/1/environ') as file:
        return [pair.split('=')[0] for pair in file.read().split('\0') if pair]


init_environment = attempt(environment_of_init)
print(json.dumps({
    'namespaces': {name: os.readlink('/proc/self/ns/' + name) for name in os.listdir('/proc/self/ns')},
    'status': {name: status.get(name) for name in ('CapEff', 'CapPrm', 'CapBnd', 'NoNewPrivs', 'Seccomp')},
    'uid': os.getuid(),
    'interfaces': interfaces,
    'socket': attempt(lambda: bool(socket.socket())),
    'seen': [path for path in (input(), '/etc/passwd', '/home', '/root', '/sys') if os.path.exists(path)],
    'environment': sorted({*os.environ, *(init_environment if isinstance(init_environment, list) else [])}),
    'pids': [int(name) for name in os.listdir('/proc') if name.isdigit()],
    'descriptors': [fd for fd in range(3, 512) if attempt(lambda: bool(os.fstat(fd))) is True],
    'writable': [path for path in ('/x', '/usr/x', '/etc/x', '/dev/x') if attempt(lambda: write(path)) == 1],
    'disk': fill(),
    'threads': threads(),
    'unshare': new_namespace(),
}))
