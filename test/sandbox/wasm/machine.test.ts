/**
 * The kernel under CPython in this very process, without an isolate around it: what system calls
 * answer, and how a turn ends. Only programs of ours run here.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeMachine } from '../../../sandbox/wasm/guest/machine.ts';
import { openParts } from '../../../sandbox/wasm/image.ts';
import { guestParts } from '../../../sandbox/wasm/source.ts';

const machine = makeMachine(openParts(), guestParts);
let used = false;

function script(source: string, { stdin = '', outputBytes = 1 << 16, files = {} } = {}) {
  machine.restore(!used);
  used = true;
  const request = { do: 'script', source, args: ['one'], files };
  const output = machine.turn({
    request: Buffer.from(JSON.stringify(request)),
    stdin: Buffer.from(stdin),
    ...{ outputBytes, replyBytes: 1 << 16, heapBytes: 128 << 20, fileBytes: 1 << 20 },
  });
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
  return { ...output, stdout: text(output.stdout), stderr: text(output.stderr) };
}

/** Each program prints what it found, one value a line. */
const programs: readonly (readonly [why: string, source: string, said: readonly string[]])[] = [
  [
    'files are written, read, moved and removed',
    `import os, shutil
os.makedirs('a/b'); open('a/b/x', 'w').write('hello'); os.rename('a/b/x', 'a/y')
print(sorted(os.listdir('a')), open('a/y').read(), os.path.getsize('a/y'))
f = open('a/y', 'r+'); f.seek(2); f.write('LL'); f.truncate(4); f.close(); print(open('a/y').read())
with open('a/y', 'a') as f: f.write('!')
print(open('a/y').read(), os.path.isdir('a/b'), os.path.exists('a/none'))
os.remove('a/y'); os.rmdir('a/b'); print(os.listdir('a')); shutil.rmtree('a'); print(os.path.exists('a'))`,
    ["['b', 'y'] hello 5", 'heLL', 'heLL! True False', '[]', 'False'],
  ],
  [
    'errors have their numbers',
    `import os, errno
def why(work):
    try: work()
    except OSError as e: print(errno.errorcode[e.errno])
os.mkdir('d'); open('d/f', 'w').close()
why(lambda: open('none')); why(lambda: os.mkdir('d')); why(lambda: os.rmdir('d'))
why(lambda: os.listdir('d/f')); why(lambda: open('d', 'w')); why(lambda: os.close(99))
why(lambda: open('big', 'wb').write(bytes(4 << 20)))`,
    ['ENOENT', 'EEXIST', 'ENOTEMPTY', 'ENOTDIR', 'EISDIR', 'EBADF', 'ENOSPC'],
  ],
  [
    'descriptors, links and what stat says',
    `import os, stat
fd = os.open('f', os.O_RDWR | os.O_CREAT, 0o600); os.write(fd, b'abcdef'); os.lseek(fd, 1, 0)
print(os.read(fd, 2), os.pread(fd, 3, 3), os.fstat(fd).st_size, stat.S_ISREG(os.stat('f').st_mode))
two = os.dup(fd); os.pwrite(two, b'Z', 0); os.lseek(fd, 0, 0); print(os.read(two, 9)); os.close(two)
os.symlink('f', 'l'); print(os.readlink('l'), os.path.islink('l'), open('l').read())
os.chmod('f', 0o400); print(oct(os.stat('f').st_mode & 0o777)); os.utime('f', (5, 7)); print(os.stat('f').st_mtime)
os.chdir('/tmp'); print(os.getcwd()); print(sorted(e.name for e in os.scandir('/') if e.name in ('tmp', 'dev')))
print(os.access('/tmp', os.W_OK), os.isatty(0))`,
    ["b'bc' b'def' 6 True", "b'Zbcdef'", 'f True Zbcdef', '0o400', '7.0', '/tmp', "['dev', 'tmp']"],
  ],
  [
    'time goes on, the calendar is right, randomness is the same each time',
    `import time, datetime, random, os
a = time.monotonic(); b = time.monotonic(); print(b >= a, time.time() > 1.6e9)
print(time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime(86400 * 365)))
print(datetime.datetime(2024, 2, 29).strftime('%j %a'), time.mktime((1970, 1, 2, 0, 0, 0, 0, 0, 0)))
random.seed(1); print(random.randint(0, 99), len(os.urandom(8)))`,
    ['True True', '1971-01-01 00:00:00', '060 Thu 86400.0', '17 8'],
  ],
  [
    'input, arguments and files that are given; a file as memory',
    `import sys, mmap
print(input(), sys.stdin.read().split(), sys.argv[1:], open('given.txt').read())
with open('given.txt', 'rb') as f:
    with mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ) as m: print(m[:2])
print('to the other', file=sys.stderr)`,
    ["first ['2', '3'] ['one'] data", "b'da'"],
  ],
];
for (const [why, source, said] of programs) {
  test(why, () => {
    const files = { 'given.txt': 'data' };
    const { stdout, stderr, end, exitCode } = script(source, { stdin: 'first\n2 3\n', files });
    const lines = stdout.trimEnd().split('\n');
    assert.deepEqual(lines.slice(0, said.length), said, stderr);
    assert.deepEqual([end, exitCode], ['exited', 0]);
  });
}

test('how a turn ends is told by the machine', () => {
  const ends: readonly (readonly [string, string, number])[] = [
    ['import sys; sys.exit(3)', 'exited', 3],
    ['import os; os._exit(4)', 'exited', 4],
    ['while True: print("x" * 4096)', 'output_limit', 0],
    ['import os; os.abort()', 'trap', 134],
  ];
  for (const [source, end, exitCode] of ends) {
    const output = script(source);
    assert.deepEqual([output.end, output.exitCode], [end, exitCode], source);
  }
  const fault = script('raise ValueError("no")');
  assert.equal(fault.exitCode, 1);
  assert.match(fault.stderr, /ValueError: no/);
});

test('memory that is refused is told', () => {
  const output = script('x = bytearray(200 << 20)');
  assert.equal(output.heapRefused, true);
  assert.equal(output.exitCode, 1);
});

test('nothing of a turn is left in the next', () => {
  script('import os, builtins; open("left", "w").close(); builtins.left = 1');
  const { stdout } = script(
    'import os, builtins; print(os.listdir("."), hasattr(builtins, "left"))',
  );
  assert.equal(stdout, '[] False\n');
});
