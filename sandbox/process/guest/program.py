"""What a freshly forked child does once its walls stand: it becomes the program.

The job's header: mode, name of the source, its arguments, names of its files; blobs: the source,
then the files. Modes:
- exec: another executable takes the place of this process.
- script: the source runs as __main__, and the process ends as CPython would end it.
- module: the source is loaded, then asked over the channel for what the cases want of it.
- apart: the source is a test body; the names it uses are reached over the channel.
Frames on the channel (wire.py), from the program: L loaded, V value, E error, C could not be
compiled, M out of memory, P no more processes, N not apart, Q a question of a test body. To it:
cases, and answers to its questions.
"""
import gc
import os
import random
import signal
import sys
import types

import apart
import ending
import runtime
import wire

WARM = [
    'bisect', 'collections', 'collections.abc', 'copy', 'dataclasses', 'datetime', 'decimal',
    'functools', 'heapq', 'io', 'itertools', 'json', 'math', 'operator', 're', 'statistics',
    'string', 'threading', 'time', 'typing',
]


def warm():
    """What `python3 solution.py` has and a bare interpreter has not, and common modules."""
    import _sitebuiltins
    import builtins

    for name in WARM:
        __import__(name)
    builtins.exit = _sitebuiltins.Quitter('exit', 'Ctrl-D (i.e. EOF)')
    builtins.quit = _sitebuiltins.Quitter('quit', 'Ctrl-D (i.e. EOF)')
    for name in ('PYTHONHASHSEED', 'PYTHONSAFEPATH'):
        os.environ.pop(name, None)
    version = 'python%d.%d' % sys.version_info[:2]
    sys.path[:] = [path for path in sys.path if not path.startswith('/guest')]
    for path in (
        '/usr/local/lib/' + version + '/dist-packages',
        '/usr/lib/python3/dist-packages',
        sys.prefix + '/lib/' + version + '/site-packages',
    ):
        if os.path.isdir(path):
            sys.path.append(path)
    sys.path.insert(0, '/tmp/box')
    for name, module in list(sys.modules.items()):
        if (getattr(module, '__file__', None) or '').startswith('/guest/'):
            del sys.modules[name]


def run(header, blobs, status, channel):
    """Never returns."""
    try:
        source, mode, name = blobs[0], header['mode'], header['name']
        if name:
            _write(name, source)
        for file, text in zip(header['files'], blobs[1:]):
            _write(file, text)
        argv, names = header['argv'], header.get('names')
        if mode == 'exec':
            for number in (signal.SIGINT, signal.SIGPIPE, signal.SIGXFSZ):
                signal.signal(number, signal.SIG_DFL)
            os.execve(argv[0], argv, header['env'])
        header.clear()
        blobs.clear()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        random.seed(0)
        gc.enable()
        if mode == 'script':
            _script(name, source, argv, status)
        os.close(status)
        sys.argv[:] = [name]
        text = source.decode('utf-8', 'replace')
        if mode == 'module':
            _module(text, name, _Channel(channel))
        _apart(text, names, _Channel(channel))
    except BaseException as error:  # of ours, before the program's first line
        text = type(error).__name__ + ': ' + str(error)
        wire.write_all(status, wire.frame(b'F', text.encode('utf-8', 'replace')[:4000]))
    finally:
        os._exit(1)


def _write(name, text):
    folder = os.path.dirname(name)
    if folder:
        os.makedirs(folder, exist_ok=True)
    with open(name, 'wb') as file:
        file.write(text)


def _script(name, source, argv, status):
    path = os.getcwd() + '/' + name
    try:
        code = compile(source, path, 'exec', dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
        text = (type(error).__name__ + ': ' + str(error))[:500]
        wire.write_all(status, wire.frame(b'C', text.encode('utf-8', 'replace')))
        os.close(status)
        sys.__excepthook__(type(error), error, None)
        sys.stderr.flush()
        os._exit(1)
    os.close(status)
    sys.argv[:] = [name, *argv]
    main = types.ModuleType('__main__')
    sys.modules['__main__'] = main
    space = main.__dict__
    del space['__spec__'], space['__loader__'], space['__package__']
    space.update(__file__=path, __doc__=None, __cached__=None, __spec__=None, __package__=None,
                 __loader__=None, __builtins__=sys.modules['builtins'], __annotations__={})
    ending.leave(ending.execute(code, space), space)


class _Channel:
    """The end of the warden's socket. It holds what it needs: a program may patch `os`."""

    def __init__(self, fd, exactly=wire.exactly, write_all=wire.write_all, leave=os._exit):
        def take():
            size = exactly(fd, 4)
            body = size and exactly(fd, int.from_bytes(size, 'big'))
            if not body:
                leave(0)  # the warden is gone
            return body[:1], body[1:]

        def put(tag, text=''):
            body = text.encode('utf-8', 'replace')
            write_all(fd, (1 + len(body)).to_bytes(4, 'big') + tag + body)

        self.take = take
        self.put = put


def _module(source, name, channel, leave=os._exit, base=BaseException):
    put, take = channel.put, channel.take
    no_memory, no_process = MemoryError, BlockingIOError
    load, describe, load_error = runtime.load, runtime.describe, runtime.LoadError
    answer = apart.Session(runtime).answer
    call, evaluate, check = runtime.call, runtime.evaluate, runtime.check

    def flush():
        for stream in (sys.stdout, sys.__stdout__, sys.stderr):
            try:
                stream.flush()
            except base:
                pass

    def attempt(step, *given):
        try:
            value = step(*given)
        except base as error:
            kind, text = type(error), describe(error)
            tag = (
                b'C' if kind is load_error
                else b'M' if issubclass(kind, no_memory)
                else b'P' if issubclass(kind, no_process) or text.endswith("start new thread")
                else b'E'
            )
            flush()
            put(tag, str(error)[:500] if tag == b'C' else text)
            return None
        flush()
        return value

    space = attempt(load, source, name)
    if space is None:
        leave(0)
    put(b'L')
    while True:
        kind, body = take()
        text = body.decode('utf-8')
        first, _, second = text.partition('\0')
        if kind == b'c':
            value = attempt(call, space, first, second)
        elif kind == b'e':
            value = attempt(evaluate, space, first, second)
        elif kind == b'q':
            value = attempt(answer, space, text)
        else:
            value = attempt(lambda: check(space, text) or '')
        if value is not None:
            put(b'V', value)


def _apart(source, names, channel, leave=os._exit, base=BaseException):
    put, take = channel.put, channel.take

    def ask(question):
        put(b'Q', question)
        tag, body = take()
        return tag, body.decode('utf-8')

    put(b'L')
    take()  # the one case there is
    try:
        weak = apart.check_apart(runtime, source, names, ask)
        tag, text = b'V', 'weak' if weak else ''
    except apart.NotApart as error:
        tag, text = b'N', str(error)
    except runtime.LoadError as error:
        tag, text = b'C', str(error)
    except base as error:
        tag, text = b'E', runtime.describe(error)
    put(tag, text)
    leave(0)
