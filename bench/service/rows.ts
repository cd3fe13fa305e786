/** Math samples, no two equal, so that none is scored as a duplicate. */
const filler = 'Let us look at each case in turn and write down what follows from it. '.repeat(12);
let drawn = Math.floor(Math.random() * 1e9);

export function rows(count: number): object[] {
  return Array.from({ length: count }, () => {
    const i = drawn++;
    return {
      verifier: 'math',
      response: `${filler}So the answer is \\boxed{${i % 2 ? `\\frac{${i}}{8}` : i / 8}}.`,
      reference: { answer: `\\frac{${i}}{8}` },
    };
  });
}

export async function post(url: string, samples: readonly object[], deadlineMs?: number) {
  return fetch(`${url}/v1/score/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ samples, ...(deadlineMs && { deadline_ms: deadlineMs }) }),
  });
}
