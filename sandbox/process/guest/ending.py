"""Runs a program's code and ends the process as CPython would, without taking the interpreter apart.

CPython's own way out frees every module one by one, most of them never touched by the program:
several times the work of a usual test. What a program can notice of it happens here: the traceback
on stderr, the exit code, threads waited for, atexit, what destructors and unwritten buffers put
out, in CPython's order (Py_FinalizeEx).
"""
import atexit
import gc
import os
import sys
import threading


def execute(code, space):
    """The exit code so far."""
    try:
        exec(code, space)
    except SystemExit as error:
        return _asked(error)
    except BaseException as error:
        return _fail(error, 1)
    return 0


def _fail(error, skip):
    """As the interpreter does for what nobody caught; without the frames of this file."""
    trace = error.__traceback__
    for _ in range(skip):
        trace = trace and trace.tb_next
    error.__traceback__ = trace
    if isinstance(error, KeyboardInterrupt):
        code = 130
    else:
        code = 1
    try:
        sys.excepthook(type(error), error, trace)
    except SystemExit as asked:
        code = _asked(asked)
    except BaseException as worse:
        print('Error in sys.excepthook:', file=sys.stderr)
        sys.__excepthook__(type(worse), worse, worse.__traceback__)
        print('\nOriginal exception was:', file=sys.stderr)
        sys.__excepthook__(type(error), error, trace)
    return code


def _asked(error):
    code = error.code
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xff
    try:
        print(code, file=sys.stderr)
    except BaseException:
        pass
    return 1


def leave(code, space):
    """Never returns."""
    try:
        threading._shutdown()
    except SystemExit as error:
        code = _asked(error)
    except BaseException as error:
        _fail(error, 0)
    try:
        atexit._run_exitfuncs()
    except BaseException:
        pass  # reported by itself
    code = _flush(code)
    # private names first, then the others, as finalize_modules does
    for private in (True, False):
        for name in list(space):
            if isinstance(name, str) and name != '__builtins__' and private == (
                name[:1] == '_' and name[1:2] != '_'
            ):
                space[name] = None
    gc.collect()
    os._exit(_flush(code))


def _flush(code):
    try:
        sys.stdout.flush()
    except BaseException as error:
        if not getattr(sys.stdout, 'closed', True):
            try:
                print('Exception ignored in:', sys.stdout, file=sys.stderr)
                sys.__excepthook__(type(error), error, None)
            except BaseException:
                pass
            return 120
    for stream in (sys.__stdout__, sys.stderr):
        try:
            stream.flush()
        except BaseException:
            pass
    return code
