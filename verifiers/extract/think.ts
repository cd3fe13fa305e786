/**
 * Removes a model's private reasoning: an answer only inside it does not count. One linear pass.
 *
 * Blocks do not nest: models quote the tag while they think, so the first closing tag ends the
 * block. A block left open swallows the rest. A closing tag outside a block (the opening one stood
 * in the prompt's template, or inside the block just closed) swallows everything before it.
 */
const tag = /<(\/?)(?:think|thinking|thought)>|<\|(begin|end)_of_thought\|>/gi;

export function stripThinking(text: string): string {
  if (!text.includes('<')) return text;
  let kept = '';
  let at = 0;
  let inside = false;
  for (const match of text.matchAll(tag)) {
    const closes = match[1] === '/' || match[2]?.toLowerCase() === 'end';
    if (closes) {
      if (!inside) kept = '';
      inside = false;
    } else {
      if (!inside) kept += text.slice(at, match.index);
      inside = true;
    }
    at = match.index + match[0].length;
  }
  return inside ? kept : kept + text.slice(at);
}
