/** Every protocol that an audit speaks, the most telling first. Adding one: its file and a line here. */
import { assay } from './assay.ts';
import { codeJudge } from './code-judge.ts';
import type { Dialect } from './contract.ts';
import { nemoGym } from './nemo-gym.ts';
import { openInstruct } from './open-instruct.ts';
import { openRlhf } from './openrlhf.ts';
import { sandboxFusion } from './sandbox-fusion.ts';
import { scalebox } from './scalebox.ts';

export const dialects: readonly Dialect[] = [
  assay,
  scalebox,
  codeJudge,
  openInstruct,
  nemoGym,
  openRlhf,
  sandboxFusion,
];
