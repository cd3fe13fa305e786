"""A test body and the program it tests, each in an interpreter of its own.

The body sees the program's names as Remote objects: what it does with them is asked of the program
as plain data (codec.ts), and what comes back is plain data or another Remote (`["h", id]`, an
object that stays with the program). So no object of the program, no frame and no patched module
ever meets an expected value. A Remote equals no plain value, whatever its class says.

Where the body hands the program something that is no plain data, such as a function or an object of
its own class, the two cannot be kept apart: NotApart.
"""
import builtins as _builtins
import json as _json
import operator as _operator
import sys as _sys


class NotApart(Exception):
    """The test needs the program in its own process."""


_ANSWERS = {
    'call': lambda f, args, named: f(*args, **named),
    'getattr': getattr,
    'setattr': setattr,
    'iter': iter,
    'next': next,
    'len': len,
    'str': str,
    'repr': repr,
    'bool': bool,
    'hash': hash,
    'int': int,
    'float': float,
    'getitem': _operator.getitem,
    'setitem': _operator.setitem,
    'delitem': _operator.delitem,
    'contains': _operator.contains,
    'enter': lambda x: x.__enter__(),
    'exit': lambda x: x.__exit__(None, None, None),
}
_COMPARED = ('eq', 'ne', 'lt', 'le', 'gt', 'ge')
_COMPUTED = ('add', 'sub', 'mul', 'truediv', 'floordiv', 'mod', 'and', 'or', 'xor', 'neg', 'abs')
for _name in _COMPARED + _COMPUTED:
    _ANSWERS[_name] = getattr(_operator, _name + '_' if _name in ('and', 'or') else _name)


class Session:
    """The program's side: answers questions, and keeps the objects that were named in answers."""

    def __init__(self, runtime):
        self._runtime = runtime
        self._objects = []

    def _opaque(self, value):
        self._objects.append(value)
        kind = type(value).__name__
        name = getattr(value, '__name__', '') if kind == 'module' else ''
        return '["h",%d,%s]' % (len(self._objects) - 1, _json.dumps(str(kind + ':' + str(name))))

    def answer(self, space, question):
        """The codec text of a list: the result, and the arguments of a call as it left them."""
        encode, decode = self._runtime.encode, self._runtime.decode
        what, given = _json.loads(question)
        args = [decode(v, lambda i: self._objects[i]) for v in given]
        if what == 'name':
            name = args[0]
            if name not in space and 'Solution' not in space:
                return encode([False])
            return encode([True, self._runtime.find(space, name)], self._opaque)
        result = self._runtime.settle(_ANSWERS[what](*args))
        if what != 'call':
            return encode([result], self._opaque)
        return encode([result, args[1:]], self._opaque)


class _Remote:
    """Something of the program's, seen from the test body."""

    def __init__(self, link, number, kind):
        _set = object.__setattr__
        _set(self, '_link', link)
        _set(self, '_number', number)
        _set(self, '_kind', kind)

    def __call__(self, *args, **named):
        result, after = self._link.ask('call', self, list(args), named)
        for mine, left in zip((*args, *named.values()), (*after[0], *after[1].values())):
            _follow(mine, left)
        return result

    def __getattr__(self, name):
        return self._link.ask('getattr', self, name)[0]

    def __setattr__(self, name, value):
        self._link.ask('setattr', self, name, value)

    def __bool__(self):
        return self._link.ask('bool', self)[0] is True

    def __len__(self):
        return self._link.number('len', self)

    def __int__(self):
        return self._link.number('int', self)

    def __hash__(self):
        return self._link.number('hash', self)

    def __float__(self):
        return float(self._link.ask('float', self)[0])

    def __str__(self):
        return str(self._link.ask('str', self)[0])

    def __repr__(self):
        return str(self._link.ask('repr', self)[0])

    def __iter__(self):
        # an own generator: the program cannot hand out an iterator class of its choice
        link, cursor = self._link, self._link.ask('iter', self)[0]
        while True:
            try:
                item = link.ask('next', cursor)[0]
            except StopIteration:
                return
            yield item

    def __next__(self):
        return self._link.ask('next', self)[0]

    def __contains__(self, item):
        return self._link.ask('contains', self, item)[0] is True

    def __enter__(self):
        return self._link.ask('enter', self)[0]

    def __exit__(self, *_):
        self._link.ask('exit', self)

    def __getitem__(self, key):
        return self._link.ask('getitem', self, key)[0]

    def __setitem__(self, key, value):
        self._link.ask('setitem', self, key, value)

    def __delitem__(self, key):
        self._link.ask('delitem', self, key)


def _compare(name):
    def method(self, other):
        if not isinstance(other, _Remote):
            if name not in ('eq', 'ne'):
                return NotImplemented
            return (_number(self, other) == other) is (name == 'eq')
        self._link.weak = True  # two objects of the program: its own word is all there is
        return self._link.ask(name, self, other)[0] is True

    return method


def _number(remote, other):
    """What a number of the other's kind would be, made here out of the program's data."""
    kind = type(other)
    try:
        if kind is complex:
            return complex(float(remote.real), float(remote.imag))
        if kind.__name__ in ('Fraction', 'Decimal') and kind.__module__ in ('fractions', 'decimal'):
            return kind(str(remote))
    except (AttributeError, TypeError, ValueError, ArithmeticError):
        pass
    return None


def _compute(name):
    def method(self, *others):
        return self._link.ask(name, self, *others)[0]

    return method


for _name in _COMPARED:
    setattr(_Remote, '__' + _name + '__', _compare(_name))
for _name in _COMPUTED:
    setattr(_Remote, '__' + _name + '__', _compute(_name))


def _follow(mine, left):
    """Changes an argument as the program changed its copy of it."""
    if type(mine) is not type(left):
        return
    if isinstance(mine, list):
        mine[:] = left
    elif isinstance(mine, (dict, set)):
        mine.clear()
        mine.update(left)


class _Link:
    """The body's side: puts questions, and marks what the program alone could tell."""

    def __init__(self, runtime, ask):
        self._runtime = runtime
        self._ask = ask
        self.weak = False

    def _opaque(self, value):
        if isinstance(value, _Remote):
            return '["h",%d]' % value._number
        raise NotApart('a ' + type(value).__name__ + ' is no plain data')

    def ask(self, what, *given):
        text = '[%s,[%s]]' % (
            _json.dumps(what),
            ','.join(self._runtime.encode(v, self._opaque) for v in given),
        )
        tag, answer = self._ask(text)
        if tag != b'V':
            raise _error(tag, answer)
        items = self._runtime.decode(_json.loads(answer), self._remote)
        if not isinstance(items, list) or not items:
            raise RuntimeError('the program gave no answer')
        if what == 'call' and not (len(items) == 2 and _is_after(items[1])):
            raise RuntimeError('the program gave no answer')
        return items

    def number(self, *question):
        value = self.ask(*question)[0]
        if not isinstance(value, int):
            raise TypeError('the program gave no integer')
        return value

    def _remote(self, number, kind=''):
        return _Remote(self, number, kind)


def _is_after(after):
    return (isinstance(after, list) and len(after) == 2 and isinstance(after[0], list)
            and isinstance(after[1], dict))


def _error(tag, text):
    """The program's own error, as an error of the same built-in kind."""
    name, _, message = text.partition(': ')
    kind = getattr(_builtins, name, None)
    if tag == b'M':
        kind = MemoryError
    if isinstance(kind, type) and issubclass(kind, Exception):
        return kind(message)
    return RuntimeError(text)


class _Names(dict):
    """The body's global names; those it does not have are the standard library's or the program's."""

    def __init__(self, link):
        super().__init__(__name__='test', __builtins__=_builtins)
        self._link = link

    def __missing__(self, name):
        if hasattr(_builtins, name):
            raise KeyError(name)
        if name in _sys.stdlib_module_names:
            return __import__(name)
        answer = self._link.ask('name', name)
        if answer[0] is not True:
            raise KeyError(name)
        value = answer[1]
        if isinstance(value, _Remote) and value._kind.startswith('module:'):
            module = value._kind[7:]
            if module.partition('.')[0] in _sys.stdlib_module_names:
                __import__(module)
                return _sys.modules[module]
        return value


def check_apart(runtime, code, names, ask):
    """Runs the body. True when something in it was the program's word alone.

    @raises what the body raises; NotApart; runtime.LoadError
    """
    link = _Link(runtime, ask)
    space = _Names(link)
    compiled = runtime.compile_source(code, 'test.py')
    for name in names:
        answer = link.ask('name', name)
        if answer[0] is not True:
            raise NameError("name '" + name + "' is not defined")
        space[name] = answer[1]
    exec(compiled, space)
    return link.weak
