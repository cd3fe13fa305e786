/** What a sentence splitter knows of a language beyond the rules of split.ts. */

export interface Parameters {
  /** Types that end in a period without ending a sentence; lower case, final period dropped. */
  readonly abbreviations: ReadonlySet<string>;
  /** Pairs `first second` (types, one blank between) that a period between them does not part. */
  readonly collocations: ReadonlySet<string>;
  /** Types that often begin a sentence. */
  readonly starters: ReadonlySet<string>;
  /** Type → in which case and place it was seen: a sum of the flags of `seen`. */
  readonly orthography: ReadonlyMap<string, number>;
}

export const seen = {
  upperAtStart: 2,
  upperInside: 4,
  upperAnywhere: 8,
  lowerAtStart: 16,
  lowerInside: 32,
  lowerAnywhere: 64,
} as const;

export const upperCase = seen.upperAtStart | seen.upperInside | seen.upperAnywhere;
export const lowerCase = seen.lowerAtStart | seen.lowerInside | seen.lowerAnywhere;
