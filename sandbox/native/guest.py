"""Process 1 of a sandbox: sets limits, runs the program in a child, tells how it ended.

Runs inside the namespaces (see bubblewrap.ts) as an ordinary program without capabilities. It reads
its job from /assay, which is read-only; the program runs in a forked child, so that it has the
usual signals and exit codes. Frames (four bytes big-endian length, JSON) go to the host on
descriptor 6: `started`, then what follows. A child that runs cases sends their results itself; it
may send what it likes, which is worth as much as returning what it likes.
"""
import io
import json
import os
import resource
import struct
import sys

FRAMES = 6
MiB = 1 << 20


def send(message):
    body = json.dumps(message).encode()
    data = struct.pack('>I', len(body)) + body
    while data:
        data = data[os.write(FRAMES, data):]


def read(name):
    with open('/assay/' + name, 'rb') as file:
        return file.read()


def limit(job):
    memory = job['memoryMb'] * MiB
    pairs = (
        (resource.RLIMIT_DATA, memory + 24 * MiB),
        (resource.RLIMIT_AS, memory + 1024 * MiB),
        (resource.RLIMIT_NPROC, job['processes'] + 2),
        (resource.RLIMIT_CPU, job['cpuSeconds']),
        (resource.RLIMIT_FSIZE, job['diskMb'] * MiB),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
    )
    for what, most in pairs:
        resource.setrlimit(what, (most, most))
    stack = min(memory, 256 * MiB)
    resource.setrlimit(resource.RLIMIT_STACK, (stack, stack))


def prepare():
    """What the site module would have set; the distribution's packages are there to import."""
    version = 'python%d.%d' % sys.version_info[:2]
    packages = '/usr/local/lib/%s/dist-packages' % version, '/usr/lib/python3/dist-packages'
    sys.path[:0] = ['/work']
    sys.path.extend(path for path in packages if os.path.isdir(path))
    sys.argv = ['solution.py']


def run_script(source):
    """Runs the program as __main__, as `python3 solution.py < stdin` would."""
    import builtins

    import _sitebuiltins

    code = compile(source, 'solution.py', 'exec', dont_inherit=True)
    builtins.exit = _sitebuiltins.Quitter('exit', 'Ctrl-D (i.e. EOF)')
    builtins.quit = _sitebuiltins.Quitter('quit', 'Ctrl-D (i.e. EOF)')
    builtins.copyright = _sitebuiltins._Printer('copyright', '')
    prepare()
    main = type(sys)('__main__')
    main.__file__ = '/work/solution.py'
    main.__builtins__ = builtins
    sys.modules['__main__'] = main
    exec(code, main.__dict__)


def script(job):
    """The child of a script case; the interpreter ends as it would have without us."""
    os.dup2(os.open('/assay/stdin', os.O_RDONLY), 0)
    os.closerange(3, 256)
    sys.stdin = sys.__stdin__ = io.TextIOWrapper(
        io.BufferedReader(io.FileIO(0, closefd=False)), 'utf-8', 'surrogateescape'
    )
    sys.excepthook = complain
    with open('/work/solution.py', 'w', encoding='utf-8', errors='surrogatepass') as file:
        file.write(job['source'])
    run_script(job['source'])


def complain(kind, error, trace):
    """An uncaught error as Python shows it, without the frames of this file."""
    while trace and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    sys.__excepthook__(kind, error.with_traceback(trace), trace)


class Printed(io.BytesIO):
    """What a case prints, up to a limit; beyond it the case is over."""

    def __init__(self, most, over):
        super().__init__()
        self.most = most
        self.over = over

    def write(self, data):
        if self.tell() + len(data) > self.most:
            self.over()
        return super().write(data)


def cases(job):
    """The child of call, eval and check cases: loads once, then one case after the other."""
    os.closerange(3, FRAMES)
    os.closerange(FRAMES + 1, 256)
    space_of_runtime = {'__name__': 'runtime'}
    exec(compile(read('runtime.py'), 'runtime.py', 'exec'), space_of_runtime)
    runtime = type('Runtime', (), {k: staticmethod(v) if callable(v) and not isinstance(v, type) else v
                                   for k, v in space_of_runtime.items()})
    most = job['outputBytes']
    prepare()
    sys.modules['__main__'] = type(sys)('__main__')
    failure = None
    space = None
    printed = None

    def over():
        send({'kind': 'result', 'status': 'output_limit', 'stdout': '', 'stderr': ''})
        os._exit(0)

    def listen():
        nonlocal printed
        printed = Printed(most, over), Printed(most, over)
        sys.stdout = io.TextIOWrapper(printed[0], 'utf-8', 'surrogateescape', write_through=True)
        sys.stderr = io.TextIOWrapper(printed[1], 'utf-8', 'backslashreplace', write_through=True)

    def answer(status, **more):
        texts = [b.getvalue().decode('utf-8', 'replace') for b in printed]
        send({'kind': 'result', 'status': status, 'stdout': texts[0], 'stderr': texts[1], **more})

    def blame(error):
        if isinstance(error, runtime.LoadError):
            return {'status': 'compile_error', 'error': str(error)[:500]}
        status = 'memory_limit' if isinstance(error, MemoryError) else 'runtime_error'
        return {'status': status, 'error': runtime.describe(error)}

    listen()
    send({'kind': 'start'})
    try:
        space = runtime.load(job['source'])
    except BaseException as error:
        failure = blame(error)
    send({'kind': 'loaded'})
    for index, case in enumerate(job['cases']):
        if index:
            listen()
            send({'kind': 'start'})
        if failure:
            answer(**failure)
            continue
        try:
            kind = case['kind']
            if kind == 'call':
                answer('ok', value=runtime.call(space, case['fn'], case['args']))
            elif kind == 'eval':
                value = runtime.evaluate(space, case['expression'], case.get('setup'))
                answer('ok', value=value)
            else:
                runtime.check(space, case['code'])
                answer('ok')
        except BaseException as error:
            answer(**blame(error))
    os._exit(0)  # threads that the program left behind do not hold the run


def main():
    job = json.loads(read('job.json'))
    is_script = job['cases'][0]['kind'] == 'script'
    if is_script:
        try:
            compile(job['source'], 'solution.py', 'exec', dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
            text = type(error).__name__ + ': ' + str(error)
            send({'kind': 'started'})
            send({'kind': 'compile_error', 'error': text[:500]})
            return
    send({'kind': 'started'})
    child = os.fork()
    if child == 0:
        limit(job)
        if is_script:
            script(job)
        else:
            cases(job)
        return
    while True:  # orphans of the program are ours to reap
        pid, status, usage = os.wait4(-1, 0)
        if pid == child:
            break
    code = os.waitstatus_to_exitcode(status)
    send({'kind': 'exit', 'code': code, 'peakKb': usage.ru_maxrss})
    os._exit(0)


main()
