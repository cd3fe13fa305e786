/**
 * Removes LaTeX comments: from a % to the end of the line. A percent sign is none: `\%`, and a % after
 * a digit, with or without a space.
 */
const comment = /(?<!\\|\d|\d[ \t])%[^\n]*/g;

export const stripComments = (text: string): string =>
  text.includes('%') ? text.replace(comment, '') : text;
