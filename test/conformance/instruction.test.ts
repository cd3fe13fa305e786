/**
 * Agreement with the labels of the published Python checkers, strict and loose, check by check.
 * Hardening is off: the labels reward vacuous answers. Checks whose label depends on a random draw
 * are left out; where the published checker raised, ours must not pass.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { instruction } from '../../verifiers/instruction/index.ts';
import { instructions } from '../../verifiers/instruction/table.ts';
import { detectLanguage } from '../../verifiers/text/language/detect.ts';
import { findWords } from '../../verifiers/text/python.ts';
import { splitSentences } from '../../verifiers/text/sentences/split.ts';
import { tokeniseWords } from '../../verifiers/text/tokens.ts';
import { missing, report, rows } from '../support/data.ts';

interface Row {
  readonly id: string;
  readonly response: string;
  readonly instruction_id_list: readonly string[];
  readonly kwargs: readonly (Record<string, unknown> | null)[];
  readonly per_instruction: readonly (boolean | null)[];
  readonly loose_per_instruction: readonly (boolean | null)[];
  readonly unstable?: readonly number[];
  readonly random_kwargs?: readonly number[];
}

interface Tally {
  right: number;
  total: number;
  /** Passed where the published checker raised. */
  wrongPasses: number;
  readonly misses: string[];
}

/** Scores every check of the file that we have an instruction for. */
function tally(file: string, mode: 'strict' | 'loose'): Tally {
  const result: Tally = { right: 0, total: 0, wrongPasses: 0, misses: [] };
  for (const row of rows<Row>(file)) {
    const labels = mode === 'strict' ? row.per_instruction : row.loose_per_instruction;
    for (const [i, id] of row.instruction_id_list.entries()) {
      if (!instructions.has(id)) continue;
      if (row.unstable?.includes(i) || row.random_kwargs?.includes(i)) continue;
      const passed = passes(row.response, id, row.kwargs[i] ?? {}, mode);
      const label = labels[i];
      if (label === null) {
        if (passed) result.wrongPasses++;
        continue;
      }
      result.total++;
      if (passed === label) result.right++;
      else result.misses.push(`${row.id} ${id}`);
    }
  }
  return result;
}

/** Null when the verifier refuses the kwargs. */
function passes(
  response: string,
  id: string,
  kwargs: Record<string, unknown>,
  mode: 'strict' | 'loose',
): boolean | null {
  const verdict = instruction.score({
    response,
    prompt: undefined,
    reference: { instruction_id_list: [id], kwargs: [kwargs] },
    options: { mode, reward: 'all', hardened: false, thinking: 'keep' },
  });
  return verdict.status === 'scored' ? verdict.reward === 1 : null;
}

describe('labels of the published checkers', () => {
  const floors = {
    'instruction/ifeval_real.jsonl': 0.998,
    'instruction/synthetic.jsonl': 0.995,
    'instruction/cross_near_threshold.jsonl': 0.995,
  };
  for (const [file, floor] of Object.entries(floors)) {
    for (const mode of ['strict', 'loose'] as const) {
      test(`${file}, ${mode}`, { skip: missing(file) }, () => {
        const { right, total, wrongPasses, misses } = tally(file, mode);
        report(file, right, total, mode, misses);
        assert.ok(right / total >= floor, misses.slice(0, 20).join('\n'));
        assert.equal(wrongPasses, 0, 'a check passed where the published checker raised');
      });
    }
  }
});

describe('probes of the text tools', () => {
  const language = 'instruction/probe_language.jsonl';
  test(language, { skip: missing(language) }, () => {
    const probes = rows<{ text: string; langdetect: string; stable: boolean }>(language);
    const stable = probes.filter((probe) => probe.stable);
    const agrees = (probe: { text: string; langdetect: string }) =>
      detectLanguage(probe.text) === probe.langdetect;
    const right = stable.filter(agrees).length;
    report(language, right, stable.length, 'stable rows');
    report(language, probes.filter(agrees).length, probes.length, 'all rows');
    assert.ok(right / stable.length >= 0.995);
  });

  const tokens = 'instruction/probe_tokenize.jsonl';
  test(tokens, { skip: missing(tokens) }, () => {
    const probes = rows<{
      text: string;
      punkt_count: number;
      sent_tokenize: string[];
      word_tokenize: string[];
      word_count: number;
    }>(tokens);
    const share = (what: string, agrees: (probe: (typeof probes)[number]) => boolean) => {
      const right = probes.filter(agrees).length;
      report(tokens, right, probes.length, what);
      return right / probes.length;
    };
    const sentences = share(
      'sentence counts',
      (p) => splitSentences(p.text).length === p.punkt_count,
    );
    const splits = share(
      'sentence splits',
      (p) => splitSentences(p.text).join('\0') === p.sent_tokenize.join('\0'),
    );
    const lists = share(
      'token lists',
      (p) => tokeniseWords(p.text).join('\0') === p.word_tokenize.join('\0'),
    );
    const words = share('word counts', (p) => findWords(p.text).length === p.word_count);
    assert.ok(sentences >= 0.98 && splits >= 0.97 && lists >= 0.97);
    assert.equal(words, 1);
  });
});
