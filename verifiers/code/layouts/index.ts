/** The table of known data set layouts, each recognised by fields that no other has. */
import { apps, codeContests } from './contest.ts';
import { evalPlus, humanEval, mbpp, multiPlE } from './functions.ts';
import type { Layout, Row } from './layout.ts';
import { liveCodeBench } from './livecodebench.ts';

const layouts: readonly Layout[] = [
  liveCodeBench,
  codeContests,
  apps,
  evalPlus,
  humanEval,
  mbpp,
  multiPlE,
];

/** The row as a reference; itself where it has no known layout. */
export function readLayout(row: Row): Row {
  return layouts.find(({ fits }) => fits(row))?.read(row) ?? row;
}
