/** Sentences and words: rules of the splitter and the tokeniser on small texts. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import fc from 'fast-check';
import { createBudget, StepLimitError } from '../../../verifiers/budget.ts';
import { seen } from '../../../verifiers/text/sentences/parameters.ts';
import { readPunkt } from '../../../verifiers/text/sentences/punkt.ts';
import { splitSentencesByRules } from '../../../verifiers/text/sentences/rules.ts';
import { splitSentences } from '../../../verifiers/text/sentences/split.ts';
import { tokeniseWords } from '../../../verifiers/text/tokens.ts';

describe('sentences', () => {
  const cases: [why: string, ...sentences: string[]][] = [
    ['marks end sentences', 'It rained.', 'Did it?', 'It did!'],
    ['a title does not', 'Mr. Hill and Dr. Reed met Prof. Stone.', 'They talked.'],
    ['initials do not', 'J. S. Bach was born in Eisenach.', 'He died in Leipzig.'],
    ['a number in a list is a sentence of its own', '1.', 'Bread\n2.', 'Cheese'],
    ['an abbreviation before an everyday word does', 'He lives in the U.S.', 'The house is old.'],
    ['an abbreviation before a name does not', 'He works for the U.S. Navy at sea.'],
    ['small letters after an ellipsis go on', 'Well... that is odd.', 'Indeed.'],
    ['an everyday word after an ellipsis starts anew', 'Well...', 'That is odd.'],
    ['closing marks stay', '"It rained."', '(It did!)', 'So we left.'],
    ['a hyphenated abbreviation', 'The vice-pres. of Acme Corp. came.', 'She spoke.'],
    ['decimals are not parted', 'It costs 3.50 in all.', 'Fine.'],
    ['other scripts have other marks', '这是一个中文句子。它有两个句子！'],
  ];
  for (const [why, ...sentences] of cases) {
    test(why, () => assert.deepEqual(splitSentences(sentences.join(' ')), sentences));
  }

  test('nothing gives nothing', () => {
    assert.deepEqual(splitSentences(''), []);
    assert.deepEqual(splitSentences(' \n '), []);
  });

  test('own parameters are used', () => {
    const parameters = {
      abbreviations: new Set(['bzw']),
      collocations: new Set(['nr wagen']),
      starters: new Set(['er']),
      orthography: new Map([['heute', seen.lowerInside]]),
    };
    const split = (text: string) => splitSentences(text, { parameters }).length;
    assert.equal(split('Rot bzw. Grau steht ihm.'), 1);
    assert.equal(split('Rot bzw. Heute steht es ihm.'), 2);
    assert.equal(split('Rot bzw. Er steht auf.'), 2);
    assert.equal(split('Nr. Wagen sieben.'), 1);
  });

  test('no text is lost, whatever it is', () => {
    const unit = fc.constantFrom('a', 'B', '.', '?', '!', '"', ')', ' ', '\n', '-', '1', 'é', '😀');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 60 }), (text) => {
        const without = (part: string) => part.replace(/\s/g, '');
        assert.equal(without(splitSentences(text).join('')), without(text));
      }),
      { numRuns: 500 },
    );
  });

  test('work is counted', () => {
    const text = 'A. '.repeat(10_000);
    assert.throws(() => splitSentences(text, { budget: createBudget(1_000) }), StepLimitError);
  });
});

describe('sentences by rules', () => {
  const split = (text: string, steps = 1_000_000) =>
    splitSentencesByRules(text, createBudget(steps));
  const cases: [why: string, ...sentences: string[]][] = [
    ['marks end sentences', 'It rained.', 'Did it?', 'It did!'],
    ['a title does not', 'Mr. Hill met Dr. Reed.', 'They talked.'],
    ['initials do not', 'J. S. Bach was born in Eisenach.', 'He died in Leipzig.'],
    ['decimals and web addresses are not parted', 'See example.com for 3.5 reasons.', 'Fine.'],
    ['an acronym ends one before an everyday word', 'He is in the U.S.', 'She is not.'],
    ['an acronym goes on before another word', 'The U.S. Navy is at sea.', 'Fine.'],
    ['a degree does not', 'She has a Ph.D. in maths.', 'Fine.'],
    ['a suffix does not', 'Acme Inc. builds things.', 'Fine.'],
    ['an ellipsis does', 'Well...', 'that is odd.'],
    ['the last one needs no mark', 'It rained.', 'It did'],
  ];
  for (const [why, ...sentences] of cases) {
    test(why, () => assert.deepEqual(split(sentences.join(' ')), sentences));
  }

  test('a suffix that ends one loses its period', () => {
    assert.deepEqual(split('We left Acme Ltd. They stayed.'), ['We left Acme Ltd', 'They stayed.']);
  });

  test('a closing quote goes before the mark', () => {
    assert.deepEqual(split('"It rained." So?'), ['"It rained".', 'So?']);
  });

  test('each mark ends one, a blank text has none', () => {
    assert.deepEqual(split('Did it?! Yes'), ['Did it?', '!', 'Yes']);
    assert.deepEqual(split('<stop> Yes'), ['', 'Yes']);
    assert.deepEqual(split(' \n '), []);
  });

  test('work is counted', () => {
    assert.throws(() => split('!'.repeat(100_000)), StepLimitError);
  });
});

describe('words', () => {
  const cases: [text: string, ...tokens: string[]][] = [
    ["It's fine, isn't it?", 'It', "'s", 'fine', ',', 'is', "n't", 'it', '?'],
    ['He paid $3.50 (50%).', 'He', 'paid', '$', '3.50', '(', '50', '%', ')', '.'],
    ['"Quoted," she said.', '``', 'Quoted', ',', "''", 'she', 'said', '.'],
    ['I cannot, gonna be 3:30.', 'I', 'can', 'not', ',', 'gon', 'na', 'be', '3:30', '.'],
    [
      "'Twas the dogs' day--really...",
      "'T",
      'was',
      'the',
      'dogs',
      "'",
      'day',
      '--',
      'really',
      '...',
    ],
    ['“Curly” quotes’', '“', 'Curly', '”', 'quotes', '’'],
    ['in the U.S. today', 'in', 'the', 'U.S.', 'today'],
    ['One. Two.', 'One', '.', 'Two', '.'],
    ["THEY'LL WON'T I'M", 'THEY', "'LL", 'WO', "N'T", 'I', "'M"],
    ['a*b @home #tag', 'a', '*', 'b', '@', 'home', '#', 'tag'],
  ];
  for (const [text, ...tokens] of cases) {
    test(text, () => assert.deepEqual(tokeniseWords(text), tokens));
  }
});

describe('trained parameters from a folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-punkt-'));
  after(() => rmSync(folder, { recursive: true }));
  const write = (tables: Record<string, string>) => {
    const all = {
      'abbrev_types.txt': 'zug\n',
      'collocations.tab': 'no\tfive\n',
      'sent_starters.txt': 'perhaps\n',
      'ortho_context.tab': 'perhaps\t34\n',
      ...tables,
    };
    for (const [name, text] of Object.entries(all)) writeFileSync(join(folder, name), text);
  };

  test('decide instead of our own', () => {
    write({});
    const parameters = readPunkt(folder);
    const text = 'The zug. Berlin train left. Room no. Five is free.';
    assert.deepEqual(splitSentences(text, { parameters }), [
      'The zug. Berlin train left.',
      'Room no. Five is free.',
    ]);
    assert.equal(splitSentences(text).length, 4);
    assert.equal(tokeniseWords('The zug. Berlin', undefined, parameters)[1], 'zug.');
  });
  test('are refused with the line that is wrong', () => {
    write({ 'collocations.tab': 'alone\n' });
    assert.throws(() => readPunkt(folder), /collocations\.tab, got "alone"/);
    write({ 'ortho_context.tab': 'word\tmany\n' });
    assert.throws(() => readPunkt(folder), /"many" for word/);
  });
});
