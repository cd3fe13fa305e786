/**
 * Realms for one job after another. The next one is furnished while the host reads what the last
 * job came to, and a used one is taken down then too: neither is waited for by anybody.
 */
import type { Limits } from '../contract.ts';
import { Realm } from './realm.ts';

export interface Realms {
  /** A realm that nothing has run in; used until the next call, or until `idle`. */
  fresh(limits: Limits): Realm;
  /** Another beside it, for as long. */
  second(limits: Limits): Realm;
  idle(): void;
}

export function openRealms(): Realms {
  let last: Limits | undefined;
  const used: Realm[] = [];
  let spare: Realm | undefined;
  const clear = () => {
    for (const realm of used.splice(0)) realm[Symbol.dispose]();
  };
  return {
    fresh(limits) {
      clear();
      if (spare && !fits(limits, last)) {
        spare[Symbol.dispose]();
        spare = undefined;
      }
      const realm = spare ?? new Realm(limits);
      used.push(realm);
      spare = undefined;
      last = limits;
      return realm;
    },
    second(limits) {
      const realm = new Realm(limits);
      used.push(realm);
      return realm;
    },
    idle() {
      clear();
      if (last) spare ??= new Realm(last);
    },
  };
}

/** Whether a realm made for one suits the other. */
function fits(a: Limits, b: Limits | undefined): boolean {
  return a.memoryMb === b?.memoryMb && a.outputBytes === b.outputBytes;
}
