"""Runs once in __main__, when the image of the interpreter is made: modules that programs import,
and ours. `_sources` is {module name: text}, set before this runs. Leaves __main__ as it was.
"""
import asyncio
import gc
import linecache
import sys

for _name in '''
    abc argparse array ast base64 bisect calendar cmath codecs collections collections.abc
    colorsys contextlib contextvars copy csv ctypes dataclasses datetime decimal difflib dis enum
    fractions functools glob graphlib hashlib heapq hmac inspect io itertools json keyword locale
    logging math numbers operator os pathlib pickle platform pprint queue random re sched secrets
    shlex shutil signal statistics string struct tempfile textwrap timeit traceback types typing
    unicodedata unittest uuid warnings weakref zlib
'''.split():
    __import__(_name)


def _install(name, text):
    module = type(sys)(name)
    module.__file__ = name + '.py'
    sys.modules[name] = module
    exec(compile(text, module.__file__, 'exec'), module.__dict__)


for _name, _text in _sources.items():
    _install(_name, _text)

# Halves of a bridge to JavaScript whose other half does not exist here.
for _name in ('js', 'pyodide', 'pyodide_js', '_pyodide', '_pyodide_core'):
    sys.modules[_name] = None

linecache.clearcache()
asyncio.run(asyncio.sleep(0))
gc.collect()
gc.freeze()
for _name in [n for n in globals() if not n.endswith('__')]:
    del globals()[_name]
