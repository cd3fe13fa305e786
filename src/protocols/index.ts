/** Every trainer protocol there is. Adding one: its file and a line here. */
import { judge, judgeBatch, judgeLongBatch } from './code-judge.ts';
import type { AnswerProtocol, RunProtocol, TrainerProtocol } from './contract.ts';
import { aggregateMetrics, seedSession, verify } from './nemo-gym.ts';
import { testProgram, testProgramStdio } from './open-instruct.ts';
import { openRlhf } from './openrlhf.ts';
import { execute } from './piston.ts';
import { rows } from './rows.ts';
import { runCode } from './sandbox-fusion.ts';
import { slime } from './slime.ts';

// biome-ignore lint/suspicious/noExplicitAny: each is typed by its own schema
export const scoringProtocols: readonly TrainerProtocol<any>[] = [
  rows,
  openRlhf,
  slime,
  verify,
  testProgram,
  testProgramStdio,
  judge,
  judgeBatch,
  judgeLongBatch,
];

// biome-ignore lint/suspicious/noExplicitAny: each is typed by its own schema
export const runProtocols: readonly RunProtocol<any>[] = [runCode, execute];

// biome-ignore lint/suspicious/noExplicitAny: each is typed by its own schema
export const answerProtocols: readonly AnswerProtocol<any>[] = [seedSession, aggregateMetrics];

/** What a client asks before it begins, and the whole answer. */
export const fixedAnswers: readonly { path: string; summary: string; answer: unknown }[] = [
  { path: '/v1/ping', summary: 'SandboxFusion: is the service there', answer: 'pong' },
  { path: '/reverify_mode', summary: 'NeMo Gym: rows can be verified again', answer: 'stateless' },
];
