/**
 * Verdicts for people: what was judged, how each side was read, what decided. It draws whatever parts
 * a verifier gives, so a new verifier needs nothing here. Text of a model is cut, and its control
 * characters are escaped: it may not drive the terminal.
 */
import type { Verdict } from '../../../verifiers/contract.ts';

const maxText = 500;
const maxItems = 50;
const maxDepth = 6;

/** The sample with `explain` on; a verifier that has no such option leaves it unread. */
export function askToExplain(sample: unknown): unknown {
  if (!isObject(sample)) return sample;
  const { options } = sample;
  if (options !== undefined && options !== null && !isObject(options)) return sample;
  return { ...sample, options: { ...options, explain: true } };
}

/** One verdict as a few lines, the first with its name, reward and cause. */
export function renderVerdict(name: string, verifier: unknown, verdict: Verdict): string {
  const { reward, cause, message, extracted, parts, flags, isolation } = verdict;
  const head = [
    text(name),
    ...(typeof verifier === 'string' ? [text(verifier)] : []),
    reward === null ? 'unscorable' : `reward ${Math.round(reward * 1e4) / 1e4}`,
    cause,
  ];
  const about = { message, extracted, flags, isolation, ...parts };
  return [head.join(' · '), ...fields(about, 1)].join('\n');
}

function fields(record: object, depth: number): string[] {
  return Object.entries(record).flatMap(([key, value]) => field(key, value, depth));
}

function field(key: string, value: unknown, depth: number): string[] {
  if (value === undefined) return [];
  const lead = '  '.repeat(depth) + text(key);
  const line = inline(value);
  if (line !== null) return [`${lead}: ${line}`];
  if (depth >= maxDepth) return [`${lead}: …`];
  if (!Array.isArray(value)) return [`${lead}:`, ...fields(value as object, depth + 1)];
  const shown = value.slice(0, maxItems).flatMap((item, k) => field(`${k + 1}`, item, depth + 1));
  const rest = value.length - maxItems;
  return [`${lead}:`, ...shown, ...(rest > 0 ? [`${'  '.repeat(depth + 1)}… ${rest} more`] : [])];
}

/** What fits on one line: a scalar, scalars in a row, an object of scalars; null for the rest. */
function inline(value: unknown): string | null {
  if (Array.isArray(value)) {
    if (value.some((item) => typeof item === 'object' && item !== null)) return null;
    const short = value.every((item) => `${item}`.length <= 40) && value.length <= maxItems;
    return short ? value.map(scalar).join(', ') || 'none' : null;
  }
  if (!isObject(value)) return scalar(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return 'none';
  const plain = entries.every(([, item]) => typeof item !== 'object' && `${item}`.length <= 40);
  return plain ? entries.map(([key, item]) => `${text(key)} ${scalar(item)}`).join(', ') : null;
}

const scalar = (value: unknown) => text(typeof value === 'bigint' ? `${value}` : String(value));

/** On one line, cut, without characters that a terminal obeys or that reorder what is seen. */
function text(raw: string): string {
  const cut = raw.length > maxText ? `${raw.slice(0, maxText - 1)}…` : raw;
  return cut.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (c) =>
    c === '\n' ? '\\n' : c === '\t' ? '\\t' : `\\u{${c.codePointAt(0)?.toString(16)}}`,
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
