import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findFences, lastFence } from '../../../verifiers/extract/fence.ts';

const python = ['python', 'py'];
type Row = [text: string, program: string | null, why: string];
const table: Row[] = [
  ['no fence at all', null, 'nothing to extract'],
  ['```python\nx = 1\n```', 'x = 1\n', 'one block'],
  ['```\nx = 1\n```\nbye', 'x = 1\n', 'a block without a tag'],
  ['```python\na\n```\n```python\nb\n```', 'b\n', 'the last block'],
  ['```python\na\n```\n```text\n3\n```', 'a\n', 'the last of the language'],
  ['```python\na\n```\nprints\n```\n3\n```', 'a\n', 'a tagged block before a bare one'],
  ['```\na\n```\n```bash\npip\n```', 'a\n', 'a bare one before another language'],
  ['```bash\npip\n```', 'pip\n', 'another language when there is nothing else'],
  ['```Python3 title="x"\na\n```', 'a\n', 'more after the tag, when it is the only one'],
  ['```{.python}\na\n```\n```\nb\n```', 'a\n', 'pandoc tags'],
  ['~~~py\na\n```\nb\n~~~', 'a\n```\nb\n', 'tildes hold backticks'],
  ['````python\n```\na\n```\n````', '```\na\n```\n', 'a longer fence holds a shorter one'],
  ['```python\na\nb', 'a\nb\n', 'cut off'],
  ['```python\na\n', 'a\n', 'cut off after a line break'],
  ['text ```python\na\n```', null, 'a fence begins its line; the rest is an empty open block'],
  ['1. So:\n   ```python\n   if x:\n       y\n   ```', 'if x:\n    y\n', 'under a list item'],
  [
    '```python\ndef f():\n    """\n    ```\n    """\n```',
    'def f():\n    """\n    ```\n    """\n',
    'a docstring',
  ],
  ['```python\na\n```python\nb\n```', 'b\n', 'a tagged fence opens another block'],
  ['```python\n\n```\n```python\nb\n```\n```python\n```', 'b\n', 'empty blocks do not count'],
  ['```python\r\na\r\n```\r\n', 'a\r\n', 'CRLF'],
];
for (const [text, program, why] of table) {
  test(`${JSON.stringify(text)}: ${why}`, () => {
    assert.equal(lastFence(text, python), program);
  });
}

test('says whether a block was closed', () => {
  const blocks = findFences('```js\n1\n```\n~~~\n2');
  assert.deepEqual(blocks, [
    { tag: 'js', content: '1\n', closed: true },
    { tag: '', content: '2\n', closed: false },
  ]);
});

test('many fences and long lines are read in one pass', () => {
  assert.equal(findFences('```\n'.repeat(100_001)).length, 50_001);
  assert.deepEqual(findFences(`${' '.repeat(1_000_000)}x\n${'`'.repeat(1_000_000)}`).length, 1);
});
