/** Mappings go into one another, everything else replaces: a list of data is a whole new list. */
export type Parts = Readonly<Record<string, unknown>>;

export function mergeParts(under: Parts, over: Parts): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = Object.hasOwn(under, key) ? under[key] : undefined;
    merged[key] = isPlain(below) && isPlain(value) ? mergeParts(below, value) : value;
  }
  return merged;
}

export function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
