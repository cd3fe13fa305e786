/** Samples that several benches score: no two of different `n` are equal, and all are right. */
const sentence = 'Let us look at each case in turn and write down what follows from it. ';

/** A fraction, or its decimals, after `sentences` sentences of 70 characters. */
export function mathSample(n: number, sentences: number) {
  return {
    verifier: 'math',
    response: `${sentence.repeat(sentences)}So the answer is \\boxed{${n % 2 ? `\\frac{${n}}{8}` : n / 8}}.`,
    reference: { answer: `\\frac{${n}}{8}` },
  };
}

/** A JavaScript function of 100,000 rounds, and five tests of it. */
export function codeSample(n: number) {
  return {
    verifier: 'code',
    response: `\`\`\`javascript\nfunction f(x) { let s = 0; for (let k = 0; k < 1e5; k++) s += k & x; return s + ${n}; }\n\`\`\``,
    reference: {
      language: 'javascript',
      tests: {
        kind: 'function',
        fn_name: 'f',
        inputs: [[0], [0], [0], [0], [0]],
        outputs: [n, n, n, n, n],
      },
    },
  };
}
