/** Rows that a person should look at first, gathered under the sign that named them. */
import { answersOf, type Entry, type Example, exampleOf, type Judged, nameOf } from './entry.ts';
import { Reservoir } from './keep.ts';
import { plain } from './likeness.ts';
import { refusedSigns, type Sign } from './refused.ts';
import { rewardedSigns } from './rewarded.ts';

export interface Suspects {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly count: number;
  readonly examples: readonly Example[];
}

const shownEach = 6;
const maxFlags = 24;

interface Group extends Pick<Sign, 'id' | 'title' | 'why'> {
  readonly kept: Reservoir<Example>;
}

/** Several responses give one answer, and it is refused: the reference itself may be wrong. */
const agreed = {
  id: 'agreed',
  title: 'Most responses agree on an answer that was refused',
  why: 'Independent responses seldom make the same mistake. The reference may be wrong.',
} as const;
const least = 4;

export class Watch {
  readonly #seed: number;
  readonly #refused = new Map<string, Group>();
  readonly #rewarded = new Map<string, Group>();
  #flags = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  add(entry: Entry): void {
    const verifier = nameOf(entry.verifier);
    const answers = answersOf(entry.reference);
    this.#agreement(entry);
    for (const [k, verdict] of entry.verdicts.entries()) {
      const { reward } = verdict;
      if (reward === null) continue;
      const judged: Judged = { verifier, verdict, answers, response: entry.response[k] ?? '' };
      if (!verdict.correct) this.#look(refusedSigns, this.#refused, judged, entry, k);
      if (reward < 0.5) continue;
      for (const flag of verdict.flags ?? []) this.#flag(flag, entry, k);
      this.#look(rewardedSigns, this.#rewarded, judged, entry, k);
    }
  }

  /** Likely false negatives, those of the surest signs first. */
  refused(): Suspects[] {
    return listed(this.#refused, [agreed, ...refusedSigns]);
  }

  /** Likely hacks: flags by their number, then the report's own signs. */
  rewarded(): Suspects[] {
    const flags = [...this.#rewarded.values()].filter(({ id }) => id.startsWith('flag-'));
    flags.sort((a, b) => b.kept.seen - a.kept.seen);
    return listed(this.#rewarded, [...flags, ...rewardedSigns]);
  }

  #look(
    signs: readonly Sign[],
    groups: Map<string, Group>,
    judged: Judged,
    entry: Entry,
    k: number,
  ) {
    for (const sign of signs) {
      const detail = sign.see(judged);
      if (detail === null) continue;
      this.#group(groups, sign).kept.add(() => exampleOf(entry, k, detail));
      return;
    }
  }

  #flag(flag: string, entry: Entry, k: number): void {
    const id = `flag-${flag}`;
    if (!this.#rewarded.has(id) && this.#flags++ >= maxFlags) return;
    const title = `Flagged: ${flag.slice(0, 60).replaceAll('_', ' ')}`;
    const why =
      'The verifier saw this sign and rewarded the response; a flag never changes a reward.';
    this.#group(this.#rewarded, { id, title, why }).kept.add(() => exampleOf(entry, k));
  }

  #agreement(entry: Entry): void {
    if (entry.verdicts.length < least || entry.verdicts.some(({ correct }) => correct)) return;
    const votes = new Map<string, number>();
    for (const { extracted } of entry.verdicts) {
      if (extracted === undefined || extracted.length > 200) continue;
      const answer = plain(extracted);
      const count = (votes.get(answer) ?? 0) + 1;
      votes.set(answer, count);
      if (answer === '' || 2 * count <= entry.verdicts.length) continue;
      const k = entry.verdicts.findIndex((one) => one.extracted === extracted);
      const total = entry.verdicts.length;
      const detail = `more than half of ${total} responses answer ${extracted}`;
      this.#group(this.#refused, agreed).kept.add(() => exampleOf(entry, k, detail));
      return;
    }
  }

  #group(groups: Map<string, Group>, { id, title, why }: Omit<Group, 'kept'>): Group {
    const known = groups.get(id);
    if (known) return known;
    const group = { id, title, why, kept: new Reservoir<Example>(shownEach, id, this.#seed) };
    groups.set(id, group);
    return group;
  }
}

function listed(groups: Map<string, Group>, order: readonly { readonly id: string }[]): Suspects[] {
  return order.flatMap(({ id }) => {
    const group = groups.get(id);
    if (!group) return [];
    const { title, why, kept } = group;
    return [{ id, title, why, count: kept.seen, examples: kept.items() }];
  });
}
