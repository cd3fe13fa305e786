"""The first code to run inside the namespaces: takes one program from descriptor 6 and runs it.

Host to guest, blobs (four bytes of length, then bytes): mode, resource limits, source, and
- mode script: stdin. The program then runs as __main__ with no descriptor but 0, 1 and 2.
- mode module: the source of languages/python/runtime.py, then for each case three blobs: kind and
  two texts. The program can reach the descriptor: the worst it can do is to choose its own results.
Guest to host, frames (four bytes of length, then a tag and text): R limits are set, no line of the
program has run; L loaded; V value; C could not be compiled; M out of memory; P no more processes;
E another error.
"""
import _signal
import os
import resource
import sys


def _split():
    """Returns in the child; this process, pid 1, only reaps and ends as the child ends.

    Pid 1 ignores the signals that it does not handle, so no program may be it.
    """
    for fd in os.listdir('/proc/self/fd'):  # what the service itself was started with, too
        if int(fd) > 2 and fd != '6':
            try:
                os.close(int(fd))
            except OSError:
                pass  # the listing's own
    main = os.fork()
    if main == 0:
        return
    _signal.signal(_signal.SIGINT, _signal.SIG_IGN)
    os.close(6)
    while True:
        pid, status = os.wait()
        if pid == main:
            os._exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status))


def _serve(read=os.read, write=os.write, leave=os._exit, base=BaseException):
    def take():
        return exactly(int.from_bytes(exactly(4), 'big'))

    def exactly(size):
        parts = []
        while size:
            part = read(6, min(size, 1 << 20))
            if not part:
                leave(0)  # the host is gone
            parts.append(part)
            size -= len(part)
        return b''.join(parts)

    def put(tag, text=''):
        body = tag + text.encode('utf-8', 'replace')
        frame = len(body).to_bytes(4, 'big') + body
        while frame:
            frame = frame[write(6, frame):]

    mode = take()
    for pair in take().decode().split():
        name, value = pair.split('=')
        if name != 'FSIZE':  # set last: the program's stdin may be larger than what it may write
            limit(name, value)
        else:
            size = value
    source = take()
    with open('solution.py', 'wb') as file:
        file.write(source)
    if mode == b'script':
        give_stdin(take())
    else:
        text = take()
    limit('FSIZE', size)
    settle()
    put(b'R')
    if mode == b'script':
        return compiled(source, put)

    runtime = type(sys)('_runtime')
    exec(compile(text, '_runtime.py', 'exec', dont_inherit=True), runtime.__dict__)
    no_memory, no_process = MemoryError, BlockingIOError
    load, call, evaluate, check = runtime.load, runtime.call, runtime.evaluate, runtime.check
    describe, load_error = runtime.describe, runtime.LoadError

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

    space = attempt(load, source.decode('utf-8', 'replace'))
    if space is None:
        leave(0)
    put(b'L')
    while True:
        kind, first, second = take(), take().decode('utf-8'), take().decode('utf-8')
        if kind == b'call':
            value = attempt(call, space, first, second)
        elif kind == b'eval':
            value = attempt(evaluate, space, first, second)
        else:
            value = attempt(lambda: check(space, first) or '')
        if value is not None:
            put(b'V', value)


def limit(name, value):
    resource.setrlimit(getattr(resource, 'RLIMIT_' + name), (int(value), int(value)))


def give_stdin(data):
    """Puts stdin into an unlinked file at descriptor 0, as in `python3 solution.py < input`."""
    with open('.stdin', 'wb') as file:
        file.write(data)
    fd = os.open('.stdin', os.O_RDONLY)
    os.unlink('.stdin')
    os.dup2(fd, 0)
    os.close(fd)


def settle():
    """What `python3 solution.py` has and a bare interpreter has not; nothing of how it was started."""
    import _sitebuiltins
    import builtins

    for name in ('PYTHONHASHSEED', 'PYTHONSAFEPATH'):
        os.environ.pop(name, None)
    if sys.path[0] == '/':  # the guest's own folder, before Python 3.11
        del sys.path[0]

    builtins.exit = _sitebuiltins.Quitter('exit', 'Ctrl-D (i.e. EOF)')
    builtins.quit = _sitebuiltins.Quitter('quit', 'Ctrl-D (i.e. EOF)')
    version = 'python%d.%d' % sys.version_info[:2]
    sys.argv[:] = ['solution.py']
    sys.path.insert(0, os.getcwd())
    for path in (
        '/usr/local/lib/' + version + '/dist-packages',
        '/usr/lib/python3/dist-packages',
        sys.prefix + '/lib/' + version + '/site-packages',
    ):
        if os.path.isdir(path):
            sys.path.append(path)
    sys.meta_path.insert(0, seeded())


def seeded():
    """A finder that imports `random` with a fixed seed: the same program draws the same numbers.

    It holds what it needs: by the time it is asked, this module's names are gone.
    """
    path = sys.meta_path
    find = sys.modules['_frozen_importlib_external'].PathFinder.find_spec

    class Finder:
        def find_spec(self, name, *_):
            if name != 'random':
                return None
            path.remove(self)
            spec = find(name)
            run = spec.loader.exec_module

            def exec_module(module):
                run(module)
                module.seed(0)

            spec.loader.exec_module = exec_module
            return spec

    return Finder()


def compiled(source, put):
    """The code of the program; the process ends here when there is none."""
    path = os.getcwd() + '/solution.py'
    try:
        code = compile(source, path, 'exec', dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
        put(b'C', (type(error).__name__ + ': ' + str(error))[:500])
        sys.__excepthook__(type(error), error, None)
        sys.stderr.flush()
        os._exit(1)
    os.close(6)
    show = sys.__excepthook__

    def hook(kind, error, trace):  # without the frame of this file
        show(kind, error.with_traceback(trace and trace.tb_next), trace and trace.tb_next)

    sys.excepthook = hook
    space = globals()
    for name in ('_signal', 'os', 'sys', 'resource', '_split', '_serve', 'limit', 'give_stdin', 'settle', 'seeded', 'compiled'):
        del space[name]
    space.update(__file__=path, __doc__=None, __cached__=None)
    return code


_split()
exec(_serve())
