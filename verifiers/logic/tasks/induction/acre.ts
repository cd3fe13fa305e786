/**
 * Which objects switch a lamp on, told from trials: the lamp is on just when at least one special
 * object lies on the plate. The answer to a new trial follows by logic, or it is undetermined.
 * Written from the description of the problem and the reference's entries, not from any source.
 */
import { z } from 'zod';
import type { Rng } from '../../../random.ts';
import { containsOracle, faultyEntry, malformed, right, wrong } from '../../mark.ts';
import { defineTask, perEntry } from '../../task.ts';
import { unwrap } from '../../text/unwrap.ts';

const config = z.object({ train: z.int().min(0).max(1).default(1) });
const metadata = z.looseObject({});

const labels = ['on', 'off', 'undetermined'] as const;
type Label = (typeof labels)[number];

interface Trial {
  readonly objects: readonly string[];
  readonly on: boolean;
}

const colours = ['white', 'black', 'orange', 'pink', 'teal', 'violet', 'amber', 'silver'];
const materials = ['wooden', 'glass', 'stone', 'wax'];
const shapes = ['ring', 'cone', 'prism', 'pebble', 'disc'];

const derivedOf = perEntry(({ question }: { readonly question: string }) => deriveFrom(question));

export const acre = defineTask({
  name: 'acre',
  category: 'induction',
  summary: 'Say from trials whether new objects switch a lamp on.',
  answerFormat: 'on, off or undetermined',
  config,
  metadata,
  curriculum: [],

  generate(rng) {
    const answer = rng.choice(labels);
    const { trials, query } = draw(rng, answer);
    const shown = trials.map(({ objects, on }) => `${objects.join(', ')} → ${on ? 'on' : 'off'}`);
    return {
      question: `Some objects are charged, the others are not. A lamp is on exactly when at least one charged object lies on its plate. These trials were made:\n\n${shown.join('\n')}\n\nNow these objects are laid on the plate:\n${query.join(', ')}\n\nIs the lamp on? Answer "on" or "off" where the trials leave no doubt, and "undetermined" where both are possible.`,
      answer,
      metadata: {},
    };
  },

  score(answer, { entry, mode }) {
    const oracle = (entry.answer ?? '').trim();
    if (mode === 'compat') return containsOracle(answer, oracle);
    const derived = derivedOf(entry);
    if (!isLabel(oracle) || (derived !== null && derived !== oracle)) {
      return faultyEntry(`Expected ${derived ?? 'one of the three answers'}, got ${oracle}`);
    }
    const said = unwrap(answer).toLowerCase();
    if (!isLabel(said)) return malformed('Expected on, off or undetermined');
    return said === oracle ? right : wrong('Expected another state of the lamp');
  },
});

function isLabel(text: string): text is Label {
  return (labels as readonly string[]).includes(text);
}

/**
 * Off: all objects were seen to be uncharged. On: all objects of some trial with light that may
 * have caused it are here. Otherwise either is possible. Null where the trials contradict.
 */
function derive(trials: readonly Trial[], query: readonly string[]): Label | null {
  const uncharged = new Set(trials.flatMap(({ objects, on }) => (on ? [] : objects)));
  const causes = trials
    .filter(({ on }) => on)
    .map(({ objects }) => objects.filter((object) => !uncharged.has(object)));
  if (causes.some((cause) => cause.length === 0)) return null;
  if (query.every((object) => uncharged.has(object))) return 'off';
  return causes.some((cause) => cause.every((object) => query.includes(object)))
    ? 'on'
    : 'undetermined';
}

const trialLine = /^([a-z][a-z ,]{0,600}) → (on|off)$/;

/** Reads the trials out of a question, ours or the reference's; null where it is neither. */
function deriveFrom(question: string): Label | null {
  const lines = question.slice(0, 20_000).split('\n');
  const trials: Trial[] = [];
  let query: string | undefined;
  for (const [i, line] of lines.entries()) {
    const [, objects, state] = trialLine.exec(line) ?? [];
    if (objects) trials.push({ objects: objects.split(', '), on: state === 'on' });
    else if (/^(?:New test case|Now these objects .*):$/.test(line)) query = lines[i + 1];
  }
  return query && trials.length > 0 ? derive(trials, query.split(', ')) : null;
}

/** Redrawn until the answer is the wanted one; the last resort is built for it. */
function draw(rng: Rng, wanted: Label): { trials: Trial[]; query: string[] } {
  const objects = pickObjects(rng, 8);
  for (let n = 0; n < 200; n++) {
    const charged = new Set(rng.sample(objects, rng.randint(2, 4)));
    const trials = Array.from({ length: 6 }, () => {
      const laid = rng.sample(objects, rng.randint(1, 4));
      return { objects: laid, on: laid.some((object) => charged.has(object)) };
    });
    const seen = new Set(trials.flatMap((trial) => trial.objects));
    const query = rng.sample([...seen], Math.min(seen.size, rng.randint(1, 3)));
    const repeated = trials.some((trial) => sameSet(trial.objects, query));
    if (!repeated && derive(trials, query) === wanted) return { trials, query };
  }
  const [a, b, c, d] = objects as [string, string, string, string];
  const trials = [
    { objects: [a, b], on: true },
    { objects: [b, c], on: false },
    { objects: [d], on: false },
    { objects: [...objects.slice(4, 6), d], on: true },
  ];
  const last = objects[4] as string;
  return { trials, query: wanted === 'on' ? [a, d] : wanted === 'off' ? [b, d] : [last, d] };
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((object) => b.includes(object));
}

function pickObjects(rng: Rng, count: number): string[] {
  const drawn = new Set<string>();
  while (drawn.size < count) {
    drawn.add(`${rng.choice(colours)} ${rng.choice(materials)} ${rng.choice(shapes)}`);
  }
  return [...drawn];
}
