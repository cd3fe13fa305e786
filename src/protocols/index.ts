/** Every trainer protocol there is. Adding one: its file and a line here. */
import { z } from 'zod';
import { judge, judgeBatch, judgeLongBatch } from './code-judge.ts';
import type { AnswerProtocol, RunProtocol, TrainerProtocol } from './contract.ts';
import { aggregates, reverifyModes, seedSessions, verifies } from './nemo-gym.ts';
import { testProgram, testProgramStdio } from './open-instruct.ts';
import { openRlhf } from './openrlhf.ts';
import { execute } from './piston.ts';
import { rows } from './rows.ts';
import { runCode } from './sandbox-fusion.ts';
import { commonEvaluate, commonEvaluateBatch } from './scalebox.ts';
import { slime } from './slime.ts';
import { getPromptById, getPrompts, listIds, submit } from './submit.ts';

// biome-ignore lint/suspicious/noExplicitAny: each is typed by its own schema
export const scoringProtocols: readonly TrainerProtocol<any>[] = [
  rows,
  openRlhf,
  slime,
  ...verifies,
  commonEvaluate,
  commonEvaluateBatch,
  submit,
  testProgram,
  testProgramStdio,
  judge,
  judgeBatch,
  judgeLongBatch,
];

// biome-ignore lint/suspicious/noExplicitAny: each is typed by its own schema
export const runProtocols: readonly RunProtocol<any>[] = [runCode, execute];

// biome-ignore lint/suspicious/noExplicitAny: each is typed by its own schema
export const answerProtocols: readonly AnswerProtocol<any>[] = [
  ...seedSessions,
  ...aggregates,
  getPrompts,
  getPromptById,
  listIds,
];

/** What a client asks before it begins, and the whole answer. */
export const fixedAnswers: readonly {
  readonly path: string;
  readonly summary: string;
  readonly answer: unknown;
  readonly response: z.ZodType;
}[] = [
  {
    path: '/v1/ping',
    summary: 'SandboxFusion: is the service there',
    answer: 'pong',
    response: z.literal('pong'),
  },
  {
    path: '/list_datasets',
    summary: 'SandboxFusion: the data sets held here: none',
    answer: [],
    response: z.array(z.string()),
  },
  {
    path: '/health',
    summary: 'reasoning-gym: is the service there',
    answer: { status: 'healthy' },
    response: z.object({ status: z.literal('healthy') }),
  },
  ...reverifyModes,
];
