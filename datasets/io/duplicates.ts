/**
 * Ids that come twice. An id is kept as 52 bits of its hash in a flat table, so that a million of
 * them take sixteen megabytes; beyond what the table holds, ids are no longer looked at.
 */
import { createHash } from 'node:crypto';
import type { Place } from './fault.ts';

const most = 4 << 20;
const shown = 20;

export class DuplicateIds {
  /** How many rows had an id that an earlier row had. */
  count = 0;
  /** The first of them. */
  readonly found: (Place & { readonly id: string | number })[] = [];
  /** Whether there were more ids than can be looked at. */
  overflown = false;
  #slots = new Float64Array(1 << 12);
  #held = 0;

  /** Whether an earlier row had this id. */
  see(id: string | number, { file, row }: Place): boolean {
    if (this.#held >= most) {
      this.overflown = true;
      return false;
    }
    if (this.#held * 2 >= this.#slots.length) this.#grow();
    if (this.#put(keyOf(id))) return false;
    this.count++;
    if (this.found.length < shown) this.found.push({ file, row, id });
    return true;
  }

  /** False when the key was there. */
  #put(key: number): boolean {
    const mask = this.#slots.length - 1;
    for (let at = key % this.#slots.length; ; at = (at + 1) & mask) {
      const held = this.#slots[at];
      if (held === key) return false;
      if (held !== 0) continue;
      this.#slots[at] = key;
      this.#held++;
      return true;
    }
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Float64Array(old.length * 2);
    this.#held = 0;
    for (const key of old) if (key !== 0) this.#put(key);
  }
}

/** From 1: 0 is an empty slot. The number 1 and the text "1" are two ids. */
function keyOf(id: string | number): number {
  const bytes = createHash('md5')
    .update(`${typeof id}:${id}`)
    .digest();
  return bytes.readUIntBE(0, 6) * 16 + ((bytes[6] ?? 0) & 15) + 1;
}
