/** Puts what was measured between its marks into a document whose words are written by hand. */

/** @throws Error where the document has no place of that name. */
export function putBlock(document: string, name: string, block: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const from = document.indexOf(open);
  const to = document.indexOf(close, from);
  if (from < 0 || to < 0) throw new Error(`Expected ${open} and ${close} in the document`);
  return `${document.slice(0, from + open.length)}\n\n${block}\n\n${document.slice(to)}`;
}
