/** The file system of the WebAssembly level, without an interpreter. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeFiles } from '../../../sandbox/wasm/guest/files.ts';
import { makeTree } from '../../../sandbox/wasm/guest/tree.ts';

const O = { read: 0, write: 1, both: 2, create: 0o100, exclusive: 0o200, append: 0o2000 };
function open() {
  const tree = makeTree({ bytes: 4096, nodes: 16, descriptors: 8 }, () => 0);
  const files = makeFiles(tree);
  const put = (path: string, text: string) => {
    const fd = files.openPath(path, O.write | O.create, 0o644);
    files.write(files.open(fd), Buffer.from(text), null);
    files.close(fd);
  };
  const get = (path: string) => {
    const fd = files.openPath(path, O.read, 0);
    const into = new Uint8Array(100);
    const n = files.read(files.open(fd), into, null);
    files.close(fd);
    return Buffer.from(into.subarray(0, n)).toString();
  };
  const fails = (work: () => unknown, errno: number) =>
    assert.throws(work, (error) => (error as { errno: number }).errno === errno);
  return { tree, files, put, get, fails };
}

test('paths lead where they say', () => {
  const { tree, put, get, fails } = open();
  tree.makeDirectory('/a', 0o755);
  tree.makeDirectory('/a/b', 0o755);
  put('/a/b/c', 'x');
  tree.makeLink('../a/b', '/a/up');
  tree.makeLink('/a/up/c', '/link');
  tree.makeLink('loop', '/loop');
  tree.enter('/a');
  for (const path of ['/a/b/c', 'b/c', './b/../b/./c', '/../a/b/c', 'up/c', '/link', '//a//b/c']) {
    assert.equal(get(path), 'x', path);
  }
  fails(() => get('/loop'), 32);
  fails(() => get('/link/'), 54);
  fails(() => get('/none/c'), 44);
  fails(() => get(''), 44);
  fails(() => get('é'.repeat(200)), 37);
});

test('names move and vanish as they should', () => {
  const { tree, put, get, fails } = open();
  tree.makeDirectory('/d', 0o755);
  tree.makeDirectory('/d/e', 0o755);
  put('/x', '1');
  put('/y', '2');
  tree.rename('/x', '/y');
  assert.equal(get('/y'), '1');
  fails(() => tree.rename('/d', '/d/e/f'), 28);
  fails(() => tree.removeDirectory('/d'), 55);
  fails(() => tree.unlink('/d'), 31);
  fails(() => tree.makeDirectory('/y', 0), 20);
});

test('bytes are counted, and given back when nothing reaches them', () => {
  const { tree, files, put, fails } = open();
  put('/a', 'x'.repeat(3000));
  fails(() => put('/b', 'x'.repeat(3000)), 51);
  const fd = files.openPath('/a', O.both, 0);
  tree.unlink('/a');
  fails(() => put('/b', 'x'.repeat(3000)), 51);
  files.close(fd);
  put('/b', 'x'.repeat(3000));
  tree.resize(tree.find('/b'), 0);
  assert.equal(tree.usage().bytes, 0);
});

test('nodes and descriptors are counted', () => {
  const { tree, files, put, fails } = open();
  put('/a', '');
  fails(() => {
    for (;;) files.openPath('/a', O.read, 0);
  }, 33);
  fails(() => {
    for (let i = 0; ; i++) tree.makeDirectory(`/d${i}`, 0);
  }, 51);
});

test('duplicates share a position, appends go to the end', () => {
  const { files, get } = open();
  const fd = files.openPath('/a', O.write | O.create | O.exclusive, 0o644);
  const copy = files.duplicate(fd, 0);
  files.write(files.open(fd), Buffer.from('ab'), null);
  files.write(files.open(copy), Buffer.from('cd'), null);
  const more = files.openPath('/a', O.write | O.append, 0);
  files.write(files.open(more), Buffer.from('ef'), null);
  assert.equal(get('/a'), 'abcdef');
});

test('what belongs to the machine stays', () => {
  const { tree, files, fails } = open();
  tree.install('/lib', 'file', { data: Buffer.from('x'), frozen: true });
  fails(() => files.openPath('/lib', O.write, 0), 69);
  fails(() => tree.unlink('/lib'), 69);
  fails(() => tree.resize(tree.find('/lib'), 0), 69);
});

test('a pipe is a queue', () => {
  const { files, fails } = open();
  const [reader, writer] = files.pipe();
  const into = new Uint8Array(2);
  fails(() => files.read(files.open(reader), into, null), 6);
  files.write(files.open(writer), Buffer.from('abc'), null);
  assert.equal(files.read(files.open(reader), into, null), 2);
  files.close(writer);
  assert.equal(files.read(files.open(reader), into, null), 1);
  assert.equal(files.read(files.open(reader), into, null), 0);
});
