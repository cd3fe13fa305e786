/** The content of the last complete `<name>…</name>` in the text, trimmed; null when none. */
export function lastTag(text: string, name: string): string | null {
  const lower = text.toLowerCase();
  const hay = lower.length === text.length ? lower : text;
  const open = `<${name}>`;
  const close = `</${name}>`;
  const end = hay.lastIndexOf(close);
  if (end < 0) return null;
  const start = hay.lastIndexOf(open, end);
  return start < 0 ? null : text.slice(start + open.length, end).trim();
}
