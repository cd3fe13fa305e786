/**
 * User-supplied patterns. The published checkers hand keywords to Python's `re` as they are, so a
 * keyword is a pattern. One without special characters is searched as text; any other runs on the
 * matcher of match.ts, so that none can take more than linear time.
 */
import type { Budget } from '../../budget.ts';
import { fold } from '../fold.ts';
import { findMatch, isWordBoundary, type Match } from './match.ts';
import { compile } from './program.ts';
import { parsePattern } from './syntax.ts';

export interface Pattern {
  readonly source: string;
  readonly captures: number;
  /**
   * Matches that do not overlap, as `len(re.findall(…))`; stops counting at `enough`.
   * @throws StepLimitError
   */
  count(text: string, budget: Budget, enough?: number): number;
  /** The matches that `count` counts, as `re.finditer(…)`. @throws StepLimitError */
  matches(text: string, budget: Budget): Iterable<Match>;
}

export interface PatternOptions {
  readonly ignoreCase?: boolean;
  /** Put `\b` on both ends. */
  readonly wholeWord?: boolean;
}

/** Longest pattern taken, in UTF-16 units. */
export const maxPatternLength = 1_000;

const special = /[\\^$.|?*+()[{]/;

/** @throws PatternError when Python would refuse it or it cannot run in linear time. */
export function createPattern(source: string, options: PatternOptions = {}): Pattern {
  const { ignoreCase = false, wholeWord = false } = options;
  if (!special.test(source) && source !== '') return literal(source, ignoreCase, wholeWord);
  const { root, captures } = parsePattern(wholeWord ? `\\b${source}\\b` : source, ignoreCase);
  const program = compile(root);
  function* matches(text: string, budget: Budget): Generator<Match> {
    for (let at = 0; at <= text.length; ) {
      const match = findMatch(program, text, at, budget);
      if (!match) return;
      yield match;
      at = match.end > match.start ? match.end : match.end + 1;
    }
  }
  return { source, captures, matches, count: counter(matches) };
}

/** Counts up to `enough` of the matches. */
function counter(matches: Pattern['matches']): Pattern['count'] {
  return (text, budget, enough = Number.POSITIVE_INFINITY) => {
    let count = 0;
    for (const _ of matches(text, budget)) if (++count >= enough) break;
    return count;
  };
}

/** Searching for a text is that much cheaper than a step of the matcher. */
const charactersPerStep = 16;

function literal(source: string, ignoreCase: boolean, wholeWord: boolean): Pattern {
  const wanted = ignoreCase ? fold(source) : source;
  function* matches(text: string, budget: Budget): Generator<Match> {
    budget.spend(Math.ceil(text.length / charactersPerStep));
    const hay = ignoreCase ? fold(text) : text;
    for (let at = hay.indexOf(wanted); at >= 0; ) {
      const end = at + wanted.length;
      const counts = !wholeWord || (isWordBoundary(hay, at) && isWordBoundary(hay, end));
      if (counts) yield { start: at, end };
      at = hay.indexOf(wanted, counts ? end : at + 1);
    }
  }
  return { source, captures: 0, matches, count: counter(matches) };
}
