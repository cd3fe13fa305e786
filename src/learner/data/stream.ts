/**
 * The stream of prompts that a run learns from, and where it is: a small state that a checkpoint
 * holds. The same state gives the same prompts, whatever was drawn before in this process.
 */

import { type CurriculumState, reportReward, topLevel } from '../../../datasets/curriculum.ts';
import { createRng, streamSeed } from '../../../verifiers/random.ts';
import { AssayError } from '../../errors.ts';
import type { Data, MixPart } from '../config/data.ts';
import { openSource, type Prompt, type Source } from './source.ts';

export interface PartState extends CurriculumState {
  /** Prompts drawn of this part. */
  readonly drawn: number;
}

export interface CursorState {
  /** Prompts drawn in all. */
  readonly drawn: number;
  /** By the part's key; a part that leaves the mix and comes back goes on where it was. */
  readonly parts: Readonly<Record<string, PartState>>;
}

export const startOfData: CursorState = { drawn: 0, parts: {} };

export interface PromptStream {
  next(): Prompt;
  /** Tells how the responses to a prompt did; unscorable ones (null) say nothing. */
  report(source: string, rewards: readonly (number | null)[]): void;
  readonly state: CursorState;
  /** The present level of each part that has a curriculum. */
  readonly levels: Readonly<Record<string, number>>;
}

interface OpenPart {
  readonly part: MixPart;
  readonly source: Source;
}

export interface StreamOptions {
  readonly base: string;
  readonly kind: 'judged' | 'answered';
  readonly from?: CursorState;
}

export async function openStream(data: Data, options: StreamOptions): Promise<PromptStream> {
  const { base, kind, from = startOfData } = options;
  const parts: OpenPart[] = [];
  for (const part of data.mix) {
    const source = await openSource(part, { drawing: data, base, kind });
    if (parts.some((other) => other.source.key === source.key)) {
      const text = `Expected data.mix to have each part once, got ${source.key} twice`;
      throw new AssayError('config_invalid', text);
    }
    parts.push({ part, source });
  }
  const total = parts.reduce((sum, { part }) => sum + part.weight, 0);
  let drawn = from.drawn;
  const states = new Map<string, PartState>(Object.entries(from.parts));
  const stateOf = ({ part, source }: OpenPart): PartState =>
    states.get(source.key) ?? { level: part.level ?? 0, sum: 0, count: 0, drawn: 0 };

  function pick(): OpenPart {
    let at = createRng(streamSeed('mix', data.seed, drawn)).random() * total;
    const found = parts.find(({ part }) => {
      at -= part.weight;
      return at < 0;
    });
    return found ?? (parts.at(-1) as OpenPart);
  }

  return {
    next() {
      const open = pick();
      const state = stateOf(open);
      const { curriculum, level } = open.part;
      // Without a curriculum or a level the puzzle has its own defaults.
      const wanted = curriculum || level !== undefined ? state.level : -1;
      const prompt = open.source.at(state.drawn, wanted);
      states.set(open.source.key, { ...state, drawn: state.drawn + 1 });
      drawn++;
      return prompt;
    },
    report(source, rewards) {
      const open = parts.find((candidate) => candidate.source.key === source);
      if (!open?.part.curriculum || open.part.puzzle === undefined) return;
      const top = topLevel(open.part.puzzle);
      let state = stateOf(open);
      for (const reward of rewards) {
        if (reward === null) continue;
        state = { ...state, ...reportReward(state, reward, open.part.curriculum, top) };
      }
      states.set(source, state);
    },
    get state() {
      return { drawn, parts: Object.fromEntries(states) };
    },
    get levels() {
      const followed = parts.filter(({ part }) => part.curriculum);
      return Object.fromEntries(followed.map((open) => [open.source.key, stateOf(open).level]));
    },
  };
}
