/**
 * Realms for one job after another. The next one is furnished while the host reads what the last
 * job came to, and a used one is taken down then too: neither is waited for by anybody.
 */
import type { Limits } from '../contract.ts';
import { Realm } from './realm.ts';
import type { Furnishing } from './snapshot.ts';

export interface Realms extends Disposable {
  /** A realm that nothing has run in; used until the next call, or until `idle`. */
  fresh(limits: Limits, furnishing: Furnishing): Realm;
  /** Another beside it, for as long. */
  second(limits: Limits): Realm;
  idle(): void;
}

/** What a realm is made for. */
interface Kind {
  readonly limits: Limits;
  readonly furnishing: Furnishing;
}

export function openRealms(): Realms {
  let last: Kind | undefined;
  const used: Realm[] = [];
  let spare: Realm | undefined;
  const clear = () => {
    for (const realm of used.splice(0)) realm[Symbol.dispose]();
  };
  const make = ({ limits, furnishing }: Kind) => new Realm(limits, furnishing);
  return {
    fresh(limits, furnishing) {
      clear();
      const kind = { limits, furnishing };
      if (spare && !fits(kind, last)) {
        spare[Symbol.dispose]();
        spare = undefined;
      }
      const realm = spare ?? make(kind);
      used.push(realm);
      spare = undefined;
      last = kind;
      return realm;
    },
    second(limits) {
      const realm = make({ limits, furnishing: 'whole' });
      used.push(realm);
      return realm;
    },
    idle() {
      clear();
      if (last) spare ??= make(last);
    },
    [Symbol.dispose]() {
      clear();
      spare?.[Symbol.dispose]();
      spare = undefined;
    },
  };
}

/** Whether a realm made for one suits the other. */
function fits(a: Kind, b: Kind | undefined): boolean {
  return (
    a.furnishing === b?.furnishing &&
    a.limits.memoryMb === b.limits.memoryMb &&
    a.limits.outputBytes === b.limits.outputBytes
  );
}
