/**
 * Finds or makes what every interpreter of this process starts from: the compiled CPython, the
 * zipped standard library, and the image of an interpreter that has the driver and the common
 * modules loaded. The image takes about a second to make and is kept in a file of our own, named
 * by the hash of everything it is made from. Sandboxed code has no way to that file; it is
 * readable and writable by our user alone and its hash is verified all the same. Where it cannot
 * be written, it lives in memory.
 */
import { createHash, randomBytes } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { MachineParts } from './guest/machine.ts';
import type { MemoryImage } from './guest/snapshots.ts';
import { makeImage } from './interpreter.ts';
import { guestSource } from './source.ts';

const pyodide = dirname(createRequire(import.meta.url).resolve('pyodide/package.json'));
const { WebAssembly: wasm } = globalThis as unknown as {
  WebAssembly: { Module: new (bytes: Uint8Array) => object };
};

/** Everything an interpreter starts from. The large parts are shared memory that nobody writes. */
export function openParts(): MachineParts {
  const binary = readFileSync(join(pyodide, 'pyodide.asm.wasm'));
  const stdlib = readFileSync(join(pyodide, 'python_stdlib.zip'));
  const base: MachineParts = {
    module: new wasm.Module(binary),
    trampoline: trampoline(),
    stdlib: shared(stdlib),
    image: null,
  };
  const text = preparation();
  const key = createHash('sha256');
  for (const part of [binary, stdlib, base.trampoline, text, guestSource()]) key.update(part);
  const file = cacheFile(`python-${key.digest('hex').slice(0, 32)}`);
  let image = file ? readImage(file) : null;
  if (!image) {
    image = makeImage(base, text);
    if (file) writeImage(file, image);
  }
  return { ...base, image: { ...image, data: shared(image.data) } };
}

function shared(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}

/**
 * CPython's module that calls a C function with as many arguments as it takes. The Pyodide package
 * carries it as a string of hexadecimal digits in its JavaScript.
 */
function trampoline(): Uint8Array {
  const script = readFileSync(join(pyodide, 'pyodide.asm.mjs'), 'utf8');
  const start = 'hexStringToUTF8Array("';
  const from = script.indexOf(`${start}0061736d`) + start.length;
  if (from < start.length) {
    throw new Error('Expected the pinned version of pyodide, got one without its trampoline');
  }
  return new Uint8Array(Buffer.from(script.slice(from, script.indexOf('"', from)), 'hex'));
}

/** The Python text that turns a bare interpreter into the one of the image. */
function preparation(): string {
  const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
  const sources = {
    _substitutes: read('./substitutes.py'),
    _runtime: read('../languages/python/runtime.py'),
    _apart: read('../languages/python/apart.py'),
    _sandbox: read('./driver.py'),
  };
  // JSON strings are Python strings too
  return `_sources = ${JSON.stringify(sources)}\n${read('./prepare.py')}`;
}

/** The path of a file in our cache directory; null when there is no directory to trust. */
function cacheFile(name: string): string | null {
  const uid = process.getuid?.() ?? 0;
  const { XDG_CACHE_HOME: base } = process.env;
  const directory = base ? join(base, 'assay') : join(tmpdir(), `assay-cache-${uid}`);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const found = lstatSync(directory);
    const ours = found.isDirectory() && found.uid === uid && (found.mode & 0o022) === 0;
    return ours ? join(directory, name) : null;
  } catch {
    return null;
  }
}

const digest = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** File: sha256 of the rest, length of the head, head as JSON, data. */
function writeImage(file: string, image: MemoryImage): void {
  const { data, ...rest } = image;
  const head = Buffer.from(JSON.stringify(rest));
  const size = Buffer.alloc(4);
  size.writeUInt32BE(head.length);
  const body = Buffer.concat([size, head, data]);
  const temporary = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(temporary, Buffer.concat([digest(body), body]), { mode: 0o600, flag: 'wx' });
    renameSync(temporary, file);
  } catch {
    rmSync(temporary, { force: true }); // a full or read-only disk: this process keeps its own copy
  }
}

function readImage(file: string): MemoryImage | null {
  try {
    const found = lstatSync(file);
    if (!found.isFile() || found.uid !== (process.getuid?.() ?? 0)) return null;
    const all = readFileSync(file);
    const body = all.subarray(32);
    if (!digest(body).equals(all.subarray(0, 32))) return null;
    const length = body.readUInt32BE(0);
    const head = JSON.parse(body.toString('utf8', 4, 4 + length)) as Omit<MemoryImage, 'data'>;
    return { ...head, data: body.subarray(4 + length) };
  } catch {
    return null;
  }
}
