/**
 * The code verifier. It takes the program out of the response, asks the sandbox to run it, and
 * compares what came back on this side: expected values never enter the sandbox, nor the verdict.
 */
import { type LanguageId, SandboxError } from '../../sandbox/index.ts';
import type { Refusal, SandboxVerifier } from '../contract.ts';
import { lastFence } from '../extract/fence.ts';
import { stripThinking } from '../extract/think.ts';
import { JsonError } from '../json.ts';
import { UnusableChecker } from './checker.ts';
import { judge } from './judge.ts';
import { CodeOptions } from './options.ts';
import { planTrials } from './plan.ts';
import { CodeReference, namesOf } from './reference.ts';
import { runPlan } from './run.ts';
import type { Plan } from './trial.ts';

export { CodeOptions, CodeReference };

export const code: SandboxVerifier<CodeReference, CodeOptions> = {
  id: 'code',
  kind: 'sandbox',
  summary: 'Runs a program against stdin, function or assert tests in a sandbox',
  reference: CodeReference,
  options: CodeOptions,

  async score({ response, reference, options }, { sandbox, signal }) {
    const { language } = reference;
    if (!isAvailable(language, sandbox.languages)) {
      const known = Object.keys(sandbox.languages).join(', ');
      return refuse('language_unavailable', `Expected one of ${known}, got ${language}`);
    }
    for (const used of [reference.checker, helperOf(reference)]) {
      if (!used || isAvailable(used.language, sandbox.languages)) continue;
      const known = Object.keys(sandbox.languages).join(', ');
      return refuse('language_unavailable', `Expected one of ${known}, got ${used.language}`);
    }
    const made = plan(reference, options);
    if ('status' in made) return made;
    const source = options.extract === 'raw' ? response : extract(response, language);
    if (source === null || source.trim() === '') {
      const cause = response.trim() === '' ? 'no_answer' : 'wrong_format';
      return { status: 'scored', reward: 0, cause, message: 'Expected a program, got none' };
    }
    try {
      const attempt = await runPlan(sandbox, made, source, reference, options, signal);
      return judge(attempt, { language, source }, options);
    } catch (error) {
      if (error instanceof UnusableChecker) return refuse('reference_invalid', error.message);
      if (!(error instanceof SandboxError)) throw error;
      if (error.code === 'invalid_files') return refuse('reference_invalid', error.message);
      return refuse(error.code === 'aborted' ? 'deadline' : error.code, error.message);
    }
  },
};

/** The data set's own program that an interactive problem runs. */
function helperOf({ tests }: CodeReference) {
  return tests.kind === 'interactive' ? tests.interactor : undefined;
}

function isAvailable(language: string, languages: object): language is LanguageId {
  return Object.hasOwn(languages, language);
}

function plan(reference: CodeReference, options: CodeOptions): Plan | Refusal {
  try {
    const { trials, build } = planTrials(reference, options.comparator);
    return { build, trials: options.first === undefined ? trials : trials.slice(0, options.first) };
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return refuse('reference_invalid', error.message);
  }
}

function extract(response: string, language: LanguageId): string | null {
  return lastFence(stripThinking(response), namesOf(language));
}

function refuse(cause: Refusal['cause'], message: string): Refusal {
  return { status: 'unscorable', cause, message };
}
