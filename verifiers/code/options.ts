/** The switches of the code verifier; the first value named is the default. */
import { z } from 'zod';
import type { Limits } from '../../sandbox/index.ts';
import { Comparator } from './comparator.ts';

const count = (most: number) => z.number().int().min(1).max(most);

/** Bounds of one run; what is left out is the sandbox's default. */
const CodeLimits = z.strictObject({
  /** Wall clock of one test, milliseconds. */
  test_ms: count(600_000).optional(),
  /** Wall clock of all tests together, milliseconds. */
  total_ms: count(3_600_000).optional(),
  memory_mb: count(65_536).optional(),
  output_bytes: count(1 << 30).optional(),
  processes: count(4_096).optional(),
  disk_mb: count(4_096).optional(),
});

/** Bounds by name. `prorl`: five seconds for all tests together, as the paper has it. */
const presets = { prorl: { test_ms: 5_000, total_ms: 5_000 } } as const;

const Limited = z.union([
  z.enum(Object.keys(presets) as [keyof typeof presets]).transform((name) => presets[name]),
  CodeLimits,
]);

export const CodeOptions = z.object({
  /** `fraction`: tests passed / tests. `all`: 1 when every test passed, else 0. */
  reward: z.enum(['fraction', 'all']).default('fraction'),
  /** `fence`: the program is the last fenced block. `raw`: the whole response is the program. */
  extract: z.enum(['fence', 'raw']).default('fence'),
  limits: Limited.pipe(CodeLimits).prefault({}),
  /** Use the first tests only. */
  first: count(10_000).optional(),
  /** `first_failure`: tests after the first that fails are not run, and have failed. */
  stop: z.enum(['none', 'first_failure']).default('none'),
  /** How outputs are compared; `float` also loosens the numbers of function results. */
  comparator: Comparator.prefault('text'),
  /** Give back up to 2 KB of each test's stdout, stderr and returned value. */
  echo: z.boolean().default(false),
});
export type CodeOptions = z.infer<typeof CodeOptions>;

/** The limits under the sandbox's names. */
export function toLimits(limits: CodeOptions['limits']): Partial<Limits> {
  const named: Record<keyof CodeOptions['limits'], keyof Limits> = {
    test_ms: 'testMs',
    total_ms: 'totalMs',
    memory_mb: 'memoryMb',
    output_bytes: 'outputBytes',
    processes: 'processes',
    disk_mb: 'diskMb',
  };
  return Object.fromEntries(
    Object.entries(limits)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [named[name as keyof typeof named], value]),
  );
}
