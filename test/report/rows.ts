/** Rows of a made-up run, scored by the real verifiers where that is cheap. */
import type { Entry } from '../../src/report/index.ts';
import type { Verdict } from '../../verifiers/contract.ts';

export function verdict(more: Partial<Verdict> = {}): Verdict {
  const reward = more.reward === undefined ? 0 : more.reward;
  return {
    id: 'x',
    status: reward === null ? 'unscorable' : 'scored',
    reward,
    correct: reward === null ? null : reward === 1,
    cause: reward === 1 ? 'equal' : 'wrong_answer',
    ms: 1,
    ...more,
  };
}

export function entry(more: Partial<Entry> = {}): Entry {
  return {
    id: 'row',
    file: 'data/train.jsonl',
    row: 0,
    source: 'gsm8k',
    verifier: 'math',
    verdicts: [verdict()],
    response: ['It is \\boxed{41}'],
    reference: { answer: '42' },
    ...more,
  };
}

export const hostile =
  '</pre><script>globalThis.hacked=1</script><img src=x onerror="hacked=1"><b>';

/** One row of everything the report tells, and then some. */
export function* mixed(count: number): Generator<Entry> {
  for (let row = 0; row < count; row++) {
    const at = { row, id: `train-${String(row).padStart(6, '0')}` };
    const text = `Let us see. ${'We go on step by step. '.repeat(row % 40)}`;
    switch (row % 16) {
      case 0:
        yield entry({
          ...at,
          verdicts: [verdict({ extracted: '1{,}234', ms: row % 97 })],
          response: [`${text}\\boxed{1{,}234}`],
          reference: { answer: '1234' },
        });
        break;
      case 1:
        yield entry({
          ...at,
          source: 'deepscaler',
          verdicts: [verdict({ cause: 'no_answer' })],
          response: [`${text}so the answer is \\frac{3}{4}.`],
          reference: { answer: '\\frac{3}{4}' },
        });
        break;
      case 2:
        yield entry({
          ...at,
          verifier: 'code',
          source: 'taco',
          verdicts: [
            verdict({
              reward: 1,
              flags: ['overrides_equality', 'weak_trust'],
              ms: 180 + (row % 311),
            }),
          ],
          response: ['```python\nclass A(int):\n    def __eq__(self, o): return True\n```'],
          reference: {
            language: 'python',
            tests: { kind: 'stdin', inputs: ['1\n'], outputs: ['2\n'] },
          },
        });
        break;
      case 3:
        yield entry({
          ...at,
          verifier: 'code',
          source: 'apps',
          verdicts: [
            verdict({
              reward: 0.9,
              cause: 'partial',
              parts: {
                tests: Array.from({ length: 10 }, (_, i) =>
                  i === 3
                    ? { passed: false, cause: 'time_limit' }
                    : { passed: true, cause: 'equal' },
                ),
              },
              ms: 2_000 + row,
            }),
          ],
          response: ['def main():\n  for i in range(10**9): pass'],
          reference: { language: 'python', tests: {} },
        });
        break;
      case 4:
        yield entry({
          ...at,
          verifier: 'logic',
          source: null,
          verdicts: [
            verdict({
              reward: null,
              cause: 'reference_invalid',
              message: 'reference.entry: expected an object, got nothing',
            }),
          ],
          reference: null,
        });
        break;
      case 5: {
        const right = row % 9;
        yield entry({
          ...at,
          source: 'amc',
          verdicts: Array.from({ length: 8 }, (_, i) =>
            verdict({ reward: i < right ? 1 : 0, extracted: i < right ? '42' : `${i}` }),
          ),
          response: Array.from({ length: 8 }, (_, i) => `\\boxed{${i < right ? 42 : i}}`),
        });
        break;
      }
      case 6:
        yield entry({
          ...at,
          source: 'amc',
          verdicts: Array.from({ length: 8 }, () => verdict({ extracted: '17' })),
          response: Array.from({ length: 8 }, () => `${text}\\boxed{17}`),
        });
        break;
      case 7:
        yield entry({
          ...at,
          id: hostile,
          file: `${hostile}.jsonl`,
          source: hostile,
          verifier: 'instruction',
          verdicts: [
            verdict({ reward: 0.5, cause: 'partial', message: hostile, flags: [hostile] }),
          ],
          response: [`${hostile}\u202Eevil\u200B`],
          reference: { [hostile]: hostile },
        });
        break;
      default:
        yield entry({
          ...at,
          verifier: row % 3 ? 'math' : 'stem',
          verdicts: [verdict({ reward: row % 5 ? 1 : 0, extracted: row % 5 ? '42' : '7' })],
          response: [`${text}\\boxed{${row % 5 ? 42 : 7}}`],
        });
    }
  }
}
