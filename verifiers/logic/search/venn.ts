/** Entailment between sentences about up to three classes, by brute force over Venn diagrams. */

export type Quantifier = 'all' | 'no' | 'some' | 'some-not';

export interface Sentence {
  readonly quantifier: Quantifier;
  /** Classes by number, 0 to 2. */
  readonly subject: number;
  readonly predicate: number;
}

/**
 * A diagram says which of the eight regions have members: bit r of it for the region whose number
 * has bit c set for every class c that it lies in.
 */
const diagrams = 1 << 8;
const within = [0b10101010, 0b11001100, 0b11110000] as const;
const order: readonly Quantifier[] = ['all', 'no', 'some', 'some-not'];

/** One bit a diagram. */
type Diagrams = Uint32Array;

/** The diagrams in which a sentence holds, by its quantifier, subject and predicate. */
const truths: readonly Diagrams[] = order.flatMap((quantifier) =>
  within.flatMap((subject) =>
    within.map((predicate) =>
      collect((diagram) => holds(quantifier, diagram & subject, predicate)),
    ),
  ),
);
const anything = collect(() => true);
const inhabitedOnly = collect((diagram) => within.every((members) => (diagram & members) !== 0));

/** Whether the conclusion holds wherever the premises do. `inhabited`: no class is empty. */
export function entails(
  premises: readonly Sentence[],
  conclusion: Sentence,
  inhabited: boolean,
): boolean {
  const start = inhabited ? inhabitedOnly : anything;
  const goal = truth(conclusion);
  return start.every((word, i) => {
    const open = premises.reduce((left, s) => left & (truth(s)[i] as number), word);
    return (open & ~(goal[i] as number)) === 0;
  });
}

function truth({ quantifier, subject, predicate }: Sentence): Diagrams {
  return truths[order.indexOf(quantifier) * 9 + subject * 3 + predicate] as Diagrams;
}

function collect(test: (diagram: number) => boolean): Diagrams {
  const words = new Uint32Array(diagrams / 32);
  for (let d = 0; d < diagrams; d++) {
    if (test(d)) words[d >> 5] = (words[d >> 5] as number) | (1 << (d & 31));
  }
  return words;
}

/** `members`: the regions of the subject that have members; `predicate`: the regions of the predicate. */
function holds(quantifier: Quantifier, members: number, predicate: number): boolean {
  const both = (members & predicate) !== 0;
  const outside = (members & ~predicate) !== 0;
  switch (quantifier) {
    case 'all':
      return !outside;
    case 'no':
      return !both;
    case 'some':
      return both;
    case 'some-not':
      return outside;
  }
}
