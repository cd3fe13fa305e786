"""The part of the sandbox that lives inside a Python interpreter, shared by both walls.

It loads the candidate, calls it and encodes what came back (see codec.ts). It does no input or
output of its own and never sees an expected value. The candidate shares the interpreter and may
patch all of this: the worst it can do is to choose its own return value.
"""
import json as _json
import math as _math
import sys as _sys

MAX_DEPTH = 200
MAX_BYTES = 16 << 20
_quote = _json.encoder.encode_basestring_ascii


def decode(value, held=None):
    """A value from its parsed codec form. `held` gives what a handle stands for (apart.py)."""
    if not isinstance(value, list):
        return value
    tag = value[0]
    if tag == 'l':
        return [decode(v, held) for v in value[1:]]
    if tag == 't':
        return tuple([decode(v, held) for v in value[1:]])
    if tag == 's':
        return {decode(v, held) for v in value[1:]}
    if tag == 'd' or tag == 'm':
        return {decode(k, held): decode(v, held) for k, v in value[1:]}
    if tag == 'h' and held:
        return held(*value[1:])
    if tag == 'f':
        return float(value[1])
    if tag == 'b':
        return bytes.fromhex(value[1])
    return None


class _TooLarge(Exception):
    pass


def _type_name(value):
    return '["o",' + _quote(type(value).__name__) + ']'


def encode(value, opaque=_type_name):
    """The codec text of a value; `opaque` gives that of what is not plain data."""
    out = []
    size = [0]

    def put(text):
        size[0] += len(text)
        if size[0] > MAX_BYTES:
            raise _TooLarge
        out.append(text)

    def items(tag, values, depth):
        put('["' + tag + '"')
        for v in values:
            put(',')
            walk(v, depth + 1)
        put(']')

    def walk(v, depth):
        if depth > MAX_DEPTH:
            put('["o","too_deep"]')
        elif v is None:
            put('null')
        elif v is True:
            put('true')
        elif v is False:
            put('false')
        elif isinstance(v, str):
            put(_quote(str.__str__(v)))
        elif isinstance(v, int):
            put(_digits(int.__int__(v)))
        elif isinstance(v, float):
            put(_real(float.__float__(v)))
        elif isinstance(v, list):
            items('l', list.__iter__(v), depth)
        elif isinstance(v, tuple):
            items('t', tuple.__iter__(v), depth)
        elif isinstance(v, (set, frozenset)):
            items('s', v, depth)
        elif isinstance(v, (bytes, bytearray)):
            put('["b","' + bytes(v).hex() + '"]')
        elif isinstance(v, dict):
            put('["d"')
            for k, x in dict.items(v):
                put(',[')
                walk(k, depth + 1)
                put(',')
                walk(x, depth + 1)
                put(']')
            put(']')
        else:
            put(opaque(v))

    try:
        walk(value, 0)
    except _TooLarge:
        return '["o","too_large"]'
    return ''.join(out)


def _digits(n):
    # str(int) is quadratic and capped at 4300 digits; past that go through hexadecimal is not
    # decimal, so lift the cap: the outer clock bounds the time.
    if hasattr(_sys, 'set_int_max_str_digits') and (n.bit_length() > 10000):
        _sys.set_int_max_str_digits(0)
    return int.__repr__(n)


def _real(x):
    if _math.isnan(x):
        return '["f","nan"]'
    if _math.isinf(x):
        return '["f","inf"]' if x > 0 else '["f","-inf"]'
    return float.__repr__(x)


class LoadError(Exception):
    """The candidate could not be compiled."""


def compile_source(source, name='solution.py'):
    """@raises LoadError for what CPython refuses to compile."""
    try:
        return compile(source, name, 'exec', dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
        raise LoadError(type(error).__name__ + ': ' + str(error)) from None


def load(source, name='solution.py'):
    """The name space of the candidate after it ran as a module (a main guard does not run)."""
    code = compile_source(source, name)
    module = type(_sys)('solution')
    _sys.modules['solution'] = module
    space = module.__dict__
    space['__file__'] = name
    try:
        exec(code, space)
    except SystemExit:
        pass  # a program that ends itself after its definitions has still defined them
    return space


def find(space, name):
    """The function of that name, else the method of that name of `Solution()`."""
    found = space.get(name)
    if found is None and 'Solution' in space:
        found = getattr(space['Solution'](), name, None)
    if found is None:
        raise NameError("name '" + name + "' is not defined")
    return found


def settle(value):
    """What an awaitable gives."""
    if hasattr(value, '__await__'):
        import asyncio

        return asyncio.run(_wait(value))
    return value


async def _wait(value):
    return await value


def call(space, name, args_text):
    """Calls the candidate with its own copy of the arguments; the encoded result."""
    args = decode(_json.loads(args_text))
    return encode(settle(find(space, name)(*args)))


def evaluate(space, expression, setup, entry=None):
    """Evaluates an expression in the candidate's name space after `setup`; the encoded result."""
    local = dict(space)
    if setup:
        exec(compile(setup, 'setup.py', 'exec', dont_inherit=True), local)
    return encode(settle(eval(compile(expression, 'test.py', 'eval', dont_inherit=True), local)))


def check(space, code):
    """Runs a test body that raises to fail, in a copy of the candidate's name space."""
    exec(compile(code, 'test.py', 'exec', dont_inherit=True), dict(space))


def describe(error):
    """`ValueError: message`, shortened; never raises."""
    try:
        text = type(error).__name__ + ': ' + str(error)
    except BaseException:
        text = 'error'
    return text[:500]
