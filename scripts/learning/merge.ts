/** Mappings go into one another, everything else replaces: as the stages of a configuration do. */
export type Parts = Readonly<Record<string, unknown>>;

export function mergeParts(under: Parts, over: Parts): Parts {
  const merged: Record<string, unknown> = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isMapping(below) && isMapping(value) ? mergeParts(below, value) : value;
  }
  return merged;
}

function isMapping(value: unknown): value is Parts {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
