/** Family trees: how they grow and what their members are to each other. */
import type { Rng } from '../../random.ts';

export type Gender = 'male' | 'female';

export interface Member {
  readonly name: string;
  readonly gender: Gender;
  /** Places in the family; both parents or none. */
  readonly parents: readonly number[];
  readonly spouse: number | null;
}

/** The word for a man and for a woman. */
export const words = {
  parent: ['father', 'mother'],
  child: ['son', 'daughter'],
  spouse: ['husband', 'wife'],
  sibling: ['brother', 'sister'],
  grandparent: ['grandfather', 'grandmother'],
  grandchild: ['grandson', 'granddaughter'],
  'parent-in-law': ['father-in-law', 'mother-in-law'],
  'child-in-law': ['son-in-law', 'daughter-in-law'],
  'parent-sibling': ['uncle', 'aunt'],
  'sibling-child': ['nephew', 'niece'],
} as const;
type Kin = keyof typeof words;

/** What `a` is to `b`; null for what has no word here. */
export function relation(family: readonly Member[], a: number, b: number): string | null {
  const kin = kinOf(family, a, b);
  return kin && words[kin][family[a]?.gender === 'male' ? 0 : 1];
}

function kinOf(family: readonly Member[], a: number, b: number): Kin | null {
  if (a === b) return null;
  const parents = (who: number) => family[who]?.parents ?? [];
  const spouse = (who: number) => family[who]?.spouse ?? -1;
  const siblings = (x: number, y: number) =>
    x !== y && parents(x).length > 0 && parents(x).some((parent) => parents(y).includes(parent));
  if (parents(b).includes(a)) return 'parent';
  if (parents(a).includes(b)) return 'child';
  if (spouse(a) === b) return 'spouse';
  if (siblings(a, b)) return 'sibling';
  if (parents(b).some((parent) => parents(parent).includes(a))) return 'grandparent';
  if (parents(a).some((parent) => parents(parent).includes(b))) return 'grandchild';
  if (parents(spouse(b)).includes(a)) return 'parent-in-law';
  if (parents(spouse(a)).includes(b)) return 'child-in-law';
  if (parents(b).some((parent) => siblings(parent, a))) return 'parent-sibling';
  if (parents(a).some((parent) => siblings(parent, b))) return 'sibling-child';
  return null;
}

/**
 * A family of so many: it begins with a couple and their child; then children are born, marry, or
 * those who married into it get parents of their own. No more than three generations.
 */
export function growFamily(
  rng: Rng,
  size: number,
  nameOf: (gender: Gender) => string,
): readonly Member[] {
  const family: { name: string; gender: Gender; parents: number[]; spouse: number | null }[] = [];
  const generation: number[] = [];
  const add = (gender: Gender, depth: number, parents: number[], spouse: number | null) => {
    family.push({ name: nameOf(gender), gender, parents, spouse });
    generation.push(depth);
    const place = family.length - 1;
    const other = spouse === null ? undefined : family[spouse];
    if (other) other.spouse = place;
    return place;
  };
  const couple = (depth: number) => {
    const husband = add('male', depth, [], null);
    return [husband, add('female', depth, [], husband)];
  };
  const anyGender = () => rng.choice(['male', 'female'] as const);
  add(anyGender(), 1, couple(0), null);

  const marry = (): boolean => {
    const single = places(family, (m, i) => m.spouse === null && generation[i] === 1);
    if (single.length === 0) return false;
    const who = rng.choice(single);
    add(family[who]?.gender === 'male' ? 'female' : 'male', 1, [], who);
    return true;
  };
  const bear = (): boolean => {
    const mothers = places(
      family,
      (m, i) => m.gender === 'female' && m.spouse !== null && (generation[i] as number) < 2,
    );
    const mother = rng.choice(mothers);
    add(
      anyGender(),
      (generation[mother] as number) + 1,
      [family[mother]?.spouse as number, mother],
      null,
    );
    return true;
  };
  const giveParents = (): boolean => {
    const orphans = places(family, (m, i) => m.parents.length === 0 && generation[i] === 1);
    if (orphans.length === 0 || family.length + 2 > size) return false;
    const parents = couple(0);
    family[rng.choice(orphans)]?.parents.push(...parents);
    return true;
  };
  while (family.length < size) {
    const step = rng.choice([marry, marry, bear, bear, giveParents]);
    if (!step() && !marry()) bear();
  }
  return family;
}

function places<T>(items: readonly T[], fits: (item: T, place: number) => boolean): number[] {
  return items.flatMap((item, i) => (fits(item, i) ? [i] : []));
}
