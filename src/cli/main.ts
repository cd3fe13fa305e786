/**
 * The command line: one table of commands. Exit codes: 0 done, 2 a usage error, 1 anything else.
 */
import { Command, CommanderError } from 'commander';
import { AssayError } from '../errors.ts';
import { audit } from './audit.ts';
import { check } from './check.ts';
import { demo } from './demo.ts';
import { doctor } from './doctor.ts';
import { generate } from './generate.ts';
import { runs } from './run-page.ts';
import { score } from './score.ts';
import { serve } from './serve.ts';
import { token } from './token.ts';
import { train } from './train.ts';
import { UsageError } from './usage.ts';
import { worker } from './worker.ts';

const program = new Command('assay')
  .description('The reward oracle for reinforcement learning with verifiable rewards')
  .exitOverride()
  .showHelpAfterError('(assay --help lists the commands)');
for (const add of [serve, worker, score, check, generate, train, runs, audit, doctor, token, demo])
  add(program);
for (const command of program.commands) {
  command.exitOverride().showHelpAfterError(`(assay ${command.name()} --help lists its options)`);
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCode(error);
}

function exitCode(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const usage = error instanceof UsageError || isCoded(error, 'config_invalid');
  const message = error instanceof Error ? error.message : String(error);
  console.error(`assay: ${message}`);
  return usage ? 2 : 1;
}

function isCoded(error: unknown, code: string): boolean {
  return error instanceof AssayError && error.code === code;
}
