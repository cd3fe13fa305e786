/**
 * Ids that come twice. An id is kept as 52 bits of its hash in a flat table, so that a million of
 * them take sixteen megabytes; beyond what the table holds, ids are no longer looked at.
 */
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

/**
 * From 1: 0 is an empty slot. The number 1 and the text "1" are two ids. Two 32-bit mixes of
 * multiplications (as MurmurHash3's) make 52 bits; this is to warn, not to keep anything out.
 */
function keyOf(id: string | number): number {
  const text = typeof id === 'number' ? `#${id}` : `"${id}`;
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x85ebca6b);
    b = Math.imul(b ^ unit, 0xc2b2ae35);
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return (b >>> 12) * 2 ** 32 + (a >>> 0) + 1;
}
