"""What a WebAssembly interpreter lacks, as far as it can be had with one thread and no I/O.

Threads: Thread.start runs the target to its end before it returns, which is all that a program
needs that starts a thread for its larger stack, or joins each at once. Event loops: asyncio's own
base loop, with timers and callbacks and nothing to wait for outside. Annotations: evaluated where
they are written, as up to Python 3.13, so that a name that is not imported is an error on every
level of the sandbox. Alarms: accepted, and never ring.
"""
import __future__
import _thread
import ast
import asyncio
import concurrent.futures
import concurrent.futures.thread
import contextvars
import signal
import threading
import time


class _NoEvents:
    """A selector with nothing to select: it only waits."""

    def select(self, timeout=None):
        if timeout is None:
            raise RuntimeError('the event loop waits for something that cannot happen')
        if timeout > 0:
            time.sleep(timeout)
        return []

    def close(self):
        pass


class _Loop(asyncio.BaseEventLoop):
    def __init__(self):
        super().__init__()
        self._selector = _NoEvents()

    def _process_events(self, events):
        pass

    def _write_to_self(self):
        pass


class _Policy(asyncio.events._AbstractEventLoopPolicy):
    def __init__(self):
        self._loop = None

    def get_event_loop(self):
        if self._loop is None:
            raise RuntimeError('There is no current event loop in thread %r.' % 'MainThread')
        return self._loop

    def set_event_loop(self, loop):
        self._loop = loop

    def new_event_loop(self):
        return _Loop()


asyncio.events._event_loop_policy = _Policy()
asyncio.SelectorEventLoop = asyncio.DefaultEventLoop = asyncio.EventLoop = _Loop


def _start(self):
    if not getattr(self, '_initialized', False):
        raise RuntimeError('thread.__init__() not called')
    if self._started.is_set():
        raise RuntimeError('threads can only be started once')
    main = threading._active.get(_thread.get_ident())
    threading._limbo[self] = self
    if self._context is None:
        self._context = contextvars.copy_context()
    try:
        self._bootstrap_inner()
    finally:
        if main is not None:
            threading._active[_thread.get_ident()] = main
    self._ended = True


def _join(self, timeout=None):
    if not self._started.is_set():
        raise RuntimeError('cannot join thread before it is started')
    if not getattr(self, '_ended', False):
        raise RuntimeError('cannot join current thread')


def _is_alive(self):
    return self._started.is_set() and not getattr(self, '_ended', False)


threading.Thread.start = _start
threading.Thread.join = _join
threading.Thread.is_alive = _is_alive
threading.stack_size = lambda size=0: 0


def _submit(self, function, /, *args, **kwargs):
    if self._shutdown:
        raise RuntimeError('cannot schedule new futures after shutdown')
    future = concurrent.futures.Future()
    future.set_running_or_notify_cancel()
    try:
        future.set_result(function(*args, **kwargs))
    except BaseException as error:
        future.set_exception(error)
    return future


concurrent.futures.ThreadPoolExecutor.submit = _submit

signal.alarm = lambda seconds: 0
signal.setitimer = lambda which, seconds, interval=0.0: (0.0, 0.0)
signal.getitimer = lambda which: (0.0, 0.0)
for _i, _name in enumerate(('ITIMER_REAL', 'ITIMER_VIRTUAL', 'ITIMER_PROF')):
    setattr(signal, _name, _i)


class _Eager(ast.NodeTransformer):
    """Puts the annotations of a definition before it, as expressions of their own."""

    def _before(self, node, annotations):
        self.generic_visit(node)
        found = [a for a in annotations if a is not None and not isinstance(a, ast.Constant)]
        if getattr(node, 'type_params', None) or not found:
            return node
        return [ast.copy_location(ast.Expr(a), a) for a in found] + [node]

    def visit_FunctionDef(self, node):
        inside, self.inside = getattr(self, 'inside', False), True
        a = node.args
        given = [*a.posonlyargs, *a.args, a.vararg, *a.kwonlyargs, a.kwarg]
        placed = self._before(node, [x and x.annotation for x in given] + [node.returns])
        self.inside = inside
        return placed

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_ClassDef(self, node):
        inside, self.inside = getattr(self, 'inside', False), False
        self.generic_visit(node)
        self.inside = inside
        return node

    def visit_AnnAssign(self, node):
        evaluated = not getattr(self, 'inside', False)
        return self._before(node, [node.annotation] if evaluated else [])


def compile_eagerly(source, name, mode, dont_inherit):
    """What `compile` does, with annotations evaluated in place."""
    code = compile(source, name, mode, dont_inherit=dont_inherit)
    if mode != 'exec' or code.co_flags & __future__.annotations.compiler_flag or '__annotate__' not in _names(code):
        return code
    return compile(_Eager().visit(ast.parse(source, name)), name, mode, dont_inherit=True)


def _names(code):
    """The names of all code objects inside."""
    names, waiting = set(), [code]
    while waiting:
        code = waiting.pop()
        names.add(code.co_name)
        waiting.extend(c for c in code.co_consts if isinstance(c, type(code)))
    return names
