/**
 * Agreement with the public math-verification data, a line a file, false positives apart. A row's
 * configuration is followed where it has a switch here: its precision becomes `decimals`.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { math } from '../../verifiers/math/index.ts';
import { missing, report, rows } from '../support/data.ts';

interface Row {
  readonly id: string;
  readonly tier: string;
  readonly gold: string;
  readonly pred: string;
  readonly gold_form: 'answer' | 'text';
  readonly pred_form: 'answer' | 'text';
  readonly expected: boolean;
  /** The configuration of Math-Verify that the row's test had. */
  readonly opts?: {
    readonly precision?: number;
    readonly strict?: boolean;
    readonly match_types?: readonly string[];
    readonly allow_set_relation_comp?: boolean;
  };
  readonly policy?: string;
}

/** Math-Verify compares at six decimals unless a test says otherwise; that is no special wish. */
const usualPrecision = 6;

/** The least share of agreeing rows, and the most false positives, a file. */
const floors: Readonly<Record<string, { share: number; falsePositives: number }>> = {
  'suite-mathverify': { share: 0.95, falsePositives: 2 },
  'suite-latex2sympy': { share: 0.9, falsePositives: 0 },
  'suite-others': { share: 0.93, falsePositives: 1 },
  'gold-rewrites': { share: 0.99, falsePositives: 2 },
  'e2e-real-models': { share: 0.99, falsePositives: 0 },
  'symbolic-generated': { share: 0.98, falsePositives: 0 },
  'own-equivalence': { share: 0.95, falsePositives: 1 },
  'own-extract-adversarial': { share: 0.9, falsePositives: 1 },
  'hard-hardverify': { share: 0.85, falsePositives: 2 },
  dos: { share: 1, falsePositives: 0 },
};

/** The switch under which a row agrees that the usual profile decides otherwise, by its policy. */
const switches: Readonly<Record<string, object>> = {
  'percent-bare': { bare_percent: 'reference' },
  'mcq-multi': { choice_order: true },
  'j-imaginary': { imaginary: 'i or j' },
  'latex-comment': { latex_comments: true },
  'list-order': { list_order: 'same' },
  rounding: { rounded_reference: 2, rounded_response: 4 },
};
/** Mathematics and no convention. */
const calculus = ['infinite-sum', 'limit', 'integral'];

/** What Math-Verify finds by its LaTeX target alone. */
const formulas = ['box', 'phrase', 'math'];

function configured({ opts = {} }: Row): object {
  const { precision = usualPrecision, strict, match_types: types } = opts;
  return {
    ...(precision !== usualPrecision && { decimals: precision }),
    ...(strict === false && { symbol_names: 'any' }),
    ...(types?.join() === 'latex' && { sources: formulas }),
    ...(opts.allow_set_relation_comp === false && { inequality_interval: 'reference' }),
  };
}

function agrees(row: Row, options: object): boolean {
  const verdict = math.score({
    response: row.pred,
    prompt: undefined,
    reference: math.reference.parse({ answer: row.gold }),
    options: math.options.parse({
      form: row.pred_form,
      referenceForm: row.gold_form,
      ...options,
    }),
  });
  return (verdict.status === 'scored' && verdict.reward === 1) === row.expected;
}

const policies = Object.keys(floors).map((name) => `math/${name}.jsonl`);
test('a row about a convention agrees as it is or under the switch of its policy', {
  skip: policies.map(missing).find((reason) => reason),
}, () => {
  const left = policies
    .flatMap((file) => rows<Row>(file))
    .filter(({ policy }) => policy !== undefined && !calculus.includes(policy))
    .filter((row) => !agrees(row, {}) && !agrees(row, switches[row.policy ?? ''] ?? {}));
  assert.deepEqual(
    left.map(({ policy, gold, pred }) => [policy, gold, pred]),
    [],
  );
});

for (const [name, floor] of Object.entries(floors)) {
  const file = `math/${name}.jsonl`;
  test(`agrees with ${name}`, { skip: missing(file) }, () => {
    let right = 0;
    let falsePositives = 0;
    const all = rows<Row>(file);
    for (const row of all) {
      const verdict = math.score({
        response: row.pred,
        prompt: undefined,
        reference: math.reference.parse({ answer: row.gold }),
        options: math.options.parse({
          form: row.pred_form,
          referenceForm: row.gold_form,
          ...configured(row),
        }),
      });
      const equal = verdict.status === 'scored' && verdict.reward === 1;
      if (equal === row.expected) right++;
      else if (equal) falsePositives++;
    }
    report(file, right, all.length, `${falsePositives} false positives`);
    assert.ok(right >= floor.share * all.length, `${right} of ${all.length} agree`);
    assert.ok(falsePositives <= floor.falsePositives, `${falsePositives} false positives`);
  });
}
