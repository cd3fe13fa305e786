/**
 * The report of a scoring run: one HTML file that loads nothing. `add` keeps counts, a few examples
 * drawn by seed and the slowest rows, so memory is the same after a million rows as after a thousand.
 *
 *   const report = await openReport('out.html');
 *   report.add({ id, file, row, source, verifier, verdicts, response, reference });
 *   await report.commit();
 */
import { open, rename, rm } from 'node:fs/promises';
import { Counts, CountsByName, Histogram } from './counts.ts';
import { cut, type Entry, type Example, exampleOf, nameOf } from './entry.ts';
import { Greatest, Reservoir } from './keep.ts';
import { page } from './page.ts';
import { PassCurve } from './pass-at-k.ts';
import { Watch } from './suspects.ts';

export type { Entry } from './entry.ts';

export interface Report {
  add(entry: Entry): void;
  /** Writes the file; until then nothing has its name. */
  commit(): Promise<void>;
  /** Leaves no file. */
  abort(): Promise<void>;
}

export interface ReportOptions {
  /** Which rows are drawn as examples. Default 0. */
  readonly seed?: number;
}

const shownSlowest = 20;
const shownUnscorable = 30;
const maxFiles = 50;

/** @throws the system's error when the file cannot be made. */
export async function openReport(path: string, { seed = 0 }: ReportOptions = {}): Promise<Report> {
  // opened now, not after the last row; under one name, so that a run that was killed leaves nothing
  // that the next does not overwrite
  const temporary = `${path}.part`;
  const file = await open(temporary, 'w');
  const all = new Counts();
  const verifiers = new CountsByName();
  const sources = new CountsByName();
  const causes = new Map<string, number>();
  const files = new Set<string>();
  const rewards = new Histogram();
  const curve = new PassCurve();
  const groups = { all: 0, some: 0, none: 0 };
  const slowest = new Greatest<Example>(shownSlowest);
  const unscorable = new Reservoir<Example>(shownUnscorable, 'unscorable', seed);
  const watch = new Watch(seed);

  const addGroup = (entry: Entry) => {
    const scored = entry.verdicts.filter(({ reward }) => reward !== null);
    const right = scored.filter(({ correct }) => correct).length;
    curve.add(scored.length, right);
    if (scored.length < 2) return;
    groups[right === 0 ? 'none' : right === scored.length ? 'all' : 'some']++;
  };

  return {
    add(entry) {
      if (files.size < maxFiles) files.add(cut(entry.file, 400));
      const own = [all, verifiers.of(nameOf(entry.verifier))];
      if (entry.source !== null) own.push(sources.of(cut(entry.source, 120)));
      for (const counts of own) counts.rows++;
      for (const [k, verdict] of entry.verdicts.entries()) {
        for (const counts of own) counts.add(verdict);
        causes.set(verdict.cause, (causes.get(verdict.cause) ?? 0) + 1);
        if (verdict.reward === null) unscorable.add(() => exampleOf(entry, k));
        else rewards.add(verdict.reward);
        slowest.add(verdict.ms, () => exampleOf(entry, k));
      }
      addGroup(entry);
      watch.add(entry);
    },
    async commit() {
      const html = page({
        files: [...files],
        all,
        verifiers: verifiers.entries(),
        sources: sources.entries(),
        causes: [...causes].sort(([, a], [, b]) => b - a),
        rewards: [...rewards.counts],
        curve: curve.points(),
        groups,
        slowest: slowest.items(),
        unscorable: unscorable.items(),
        refused: watch.refused(),
        rewarded: watch.rewarded(),
      });
      await file.writeFile(html);
      await file.sync();
      await file.close();
      await rename(temporary, path);
    },
    async abort() {
      await file.close();
      await rm(temporary, { force: true });
    },
  };
}
