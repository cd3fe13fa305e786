/**
 * Theory of operation. A test body in a realm of its own, joined to the realm of the program under
 * test by text that goes through this process (guest/apart/). Both take turns on one thread: while the
 * program answers, the body waits. A program that does not answer in time, or runs out of memory or
 * output, ends the body too.
 *
 * Covers: no object of one realm is seen in the other. Does not cover: bodies that hand over
 * instances of classes with methods or promises; those end as `not_apart`.
 */
import ivm from 'isolated-vm';
import type { Clock } from './clock.ts';
import { namesIn } from './names.ts';
import { type CaseState, InterruptedError, type Interruption, type Realm } from './realm.ts';

export interface Joined {
  /** Makes global in the body's realm what the program calls by these names, and by any of the words. */
  bind(names: readonly string[], words: string, clock: Clock): void;
  /** How the program, or the two together, kept the body from an end of its own; null when not. */
  trouble(): Interruption | 'not_apart' | null;
}

/**
 * @param exports name space of the program, where it is an ES module
 * @param look in the program: a list of pairs of each word and what it stands for, and of
 *   [name, places that it may be found in (`locate` of the prelude), 0] for each name
 */
export function join(
  program: Realm,
  body: Realm,
  exports: ivm.Reference | undefined,
  look: (names: readonly string[], words: readonly string[], clock: Clock) => ivm.Reference,
): Joined {
  let trouble: Interruption | 'not_apart' | null = null;
  let clock: Clock;
  /** Once there is trouble nothing is asked any more: the body may have caught the error. */
  const guard = <T>(ask: () => T): T => {
    if (trouble !== null) throw new Error(trouble);
    try {
      return ask();
    } catch (error) {
      if (error instanceof InterruptedError) trouble ??= error.interruption;
      throw error;
    }
  };

  const answer = program.part('program', 'answer');
  const back = body.part('body', 'back');
  const ask = new ivm.Callback((question: string) =>
    guard(() => {
      let state: CaseState = program.invoke('answer', [answer, question], clock.left());
      while (state.kind === 'pending') state = program.invoke('poll', [false], clock.left());
      if (state.value === undefined) throw new Error(state.error ?? 'The program gave no answer');
      return state.value;
    }),
  );
  const unable = new ivm.Callback(() => {
    trouble ??= 'not_apart';
  });
  const toBody = new ivm.Callback((said: string) =>
    guard(() => body.apply(back, [said], clock.left())),
  );
  program.apply(program.part('program', 'open'), [toBody], 1000);
  body.apply(body.part('body', 'open'), [ask, unable], 1000);

  return {
    bind(names, words, now) {
      clock = now;
      trouble = null;
      const asked = JSON.stringify(namesIn(words));
      const free = String(body.apply(body.part('body', 'unknown'), [asked], clock.left()));
      const known = new Set(['', ...names]);
      const others = free.split(' ').filter((name) => !known.has(name));
      const locate = program.part('api', 'locate');
      const args = [look(names, others, clock), locate, ...(exports ? [exports] : [])];
      const said = program.apply(program.part('program', 'names'), args, clock.left());
      body.apply(body.part('body', 'bind'), [String(said)], clock.left());
    },
    trouble: () => trouble,
  };
}
