/** The control block as JavaScript sees it: indices of 32-bit words (kernels/control.ts), and the operations' numbers. */
export const control = {
  epoch: 256,
  done: 304,
  stop: 320,
  fault: 336,
  operation: 352,
  scratch: 368,
  stride: 384,
  arguments: 512,
} as const;

/** The numbers of kernels/index.ts. */
export const operations = {
  product: 0,
  columnSums: 1,
  spread: 2,
  gather: 3,
  scatter: 4,
  scatterAdd: 5,
  rmsnorm: 6,
  rmsnormInput: 7,
  rmsnormWeight: 8,
  rope: 9,
  attention: 10,
  attentionBackward: 11,
  attentionDecode: 12,
  add: 13,
  swiglu: 14,
  swigluBackward: 15,
  adamw: 16,
  sumOfSquares: 17,
  clip: 18,
  logprobs: 19,
  logprobsBackward: 20,
  sample: 21,
} as const;

export type Operation = keyof typeof operations;
