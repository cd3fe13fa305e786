"""The part of the sandbox that lives inside the WebAssembly interpreter: one turn of work at a time.

A turn reads a request from /run/request and writes a reply to /run/reply: one line of JSON, {} or
{"error": text, "kind": "compile" | "memory" | "raised"}, then the codec text of the value, if any.
The program shares this interpreter and may change all of it: the worst it can do is to choose its
own result.
`runtime` is languages/python/runtime.py, put into sys.modules as _runtime before this runs.
"""
import atexit as _atexit
import gc as _gc
import json as _json
import os as _os
import sys as _sys

import _apart
import _runtime
import _substitutes

_runtime.compile = _substitutes.compile_eagerly  # in place of the builtin, in that module alone
_open, _read, _write, _close = _os.open, _os.read, _os.write, _os.close
_unlink, _exit = _os.unlink, _os._exit
_O_WRONLY, _O_RDWR = _os.O_WRONLY, _os.O_RDWR
_loads, _dumps = _json.loads, _json.dumps
_run_exit_functions = _atexit._run_exitfuncs

_space = None
_session = None


def turn():
    """Does what /run/request asks for."""
    request = _request()
    kind = request['do']
    if kind == 'script':
        _exit(_script(request))  # like a process: nothing runs after it
    try:
        value = _steps[kind](request)
        _flush()
        _reply({}, value)
    except BaseException as error:
        _flush()
        _reply(_blame(error))


def _request():
    fd = _open('/run/request', 0)
    parts = []
    while part := _read(fd, 1 << 20):
        parts.append(part)
    _close(fd)
    _unlink('/run/request')
    return _loads(b''.join(parts))


def _reply(reply, value=''):
    text = (_dumps(reply) + '\n' + value).encode()
    fd = _open('/run/reply', _O_WRONLY)
    while text:
        text = text[_write(fd, text):]
    _close(fd)


def _blame(error):
    if isinstance(error, _runtime.LoadError):
        return {'kind': 'compile', 'error': str(error)[:500]}
    kind = 'memory' if isinstance(error, MemoryError) else 'raised'
    return {'kind': kind, 'error': _runtime.describe(error)}


def _put_files(request):
    for name, text in request['files'].items():
        folder = _os.path.dirname(name)
        if folder:
            _os.makedirs(folder, exist_ok=True)
        with open(name, 'w', encoding='utf-8', newline='') as file:
            file.write(text)


def _load(request):
    global _space, _session
    _space = _session = None
    _put_files(request)
    _space = _runtime.load(request['source'])
    _session = _apart.Session(_runtime)
    return ''


def _call(request):
    return _runtime.call(_space, request['fn'], request['args'])


def _evaluate(request):
    return _runtime.evaluate(_space, request['expression'], request['setup'])


def _check(request):
    _runtime.check(_space, request['code'])
    return ''


def _answer(request):
    """A question of a test body in another interpreter."""
    return _session.answer(_space, request['question'])


def _check_apart(request):
    """A test body; the program is in another interpreter, behind /run/program."""
    weak = _apart.check_apart(_runtime, request['code'], request['names'], _ask)
    return 'weak' if weak else ''


def _ask(question):
    fd = _open('/run/program', _O_RDWR)
    text = question.encode('utf-8', 'surrogatepass')
    while text:
        text = text[_write(fd, text):]
    parts = []
    while part := _read(fd, 1 << 20):
        parts.append(part)
    _close(fd)
    answer = b''.join(parts).decode('utf-8', 'surrogatepass')
    return answer[:1].encode(), answer[1:]


_steps = {'load': _load, 'call': _call, 'eval': _evaluate, 'check': _check}
_steps |= {'answer': _answer, 'apart': _check_apart}


def _script(request):
    """Runs the program as __main__; its exit code."""
    try:
        code = _runtime.compile_source(request['source'])
    except BaseException as error:
        _reply(_blame(error))
        return 1
    main = _sys.modules['__main__']
    space = main.__dict__
    space['__file__'] = 'solution.py'
    _sys.argv = ['solution.py', *request['args']]
    _sys.path.insert(0, '/home/user')
    _put_files(request)
    try:
        exec(code, space)
        status = 0
    except SystemExit as error:
        status = _exit_code(error)
    except BaseException as error:
        status = 1
        _report(error)
    return _finish(space, status)


def _exit_code(error):
    code = error.code
    if code is None:
        return 0
    if isinstance(code, int):
        return int(code) & 0xFF
    try:
        _flush()
        print(code, file=_sys.stderr)
    except BaseException:
        pass
    return 1


def _report(error):
    """The traceback on stderr as CPython prints it, without the frame of this module."""
    try:
        _reply(_blame(error))
        trace = error.__traceback__
        if trace is not None:
            trace = trace.tb_next
        _shorten(trace)
        error.__traceback__ = trace
        _flush()
        _sys.excepthook(type(error), error, trace)
    except BaseException:
        pass


def _shorten(trace, kept=30):
    """Cuts the middle out of a long traceback: formatting one of a deep recursion takes seconds."""
    frames = []
    while trace is not None:
        frames.append(trace)
        trace = trace.tb_next
    if len(frames) > 2 * kept:
        frames[kept - 1].tb_next = frames[-kept]


def _finish(space, status):
    """What CPython does at the end: exit functions, finalisers of globals, buffered output."""
    try:
        _run_exit_functions()
    except BaseException:
        pass
    _flush()
    _sys.last_exc = _sys.last_value = _sys.last_traceback = None
    try:
        for name in list(space):
            if name[:1] == '_' and name != '__builtins__':
                space[name] = None
        for name in list(space):
            if name != '__builtins__':
                space[name] = None
        _gc.collect()
    except BaseException:
        pass
    return status if _flush() else status or 120


def _flush():
    """Writes out what the program left in buffers; False when that failed."""
    done = True
    for stream in {id(s): s for s in (_sys.stdout, _sys.__stdout__, _sys.stderr)}.values():
        try:
            if stream is not None and not stream.closed:
                stream.flush()
        except BaseException:
            done = False
    return done
