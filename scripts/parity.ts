/**
 * `npm run -s parity -- DIR… [--engine NAME]`: the learner's engines against golden checkpoints, a
 * line a checkpoint, quantity and engine. Without a name, every engine that this machine has.
 */
import { basename, dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { AssayError } from '../src/errors.ts';
import { type EngineName, engineNames, openEngine } from '../src/learner/engines/index.ts';
import { type Gap, parity } from '../src/learner/parity/index.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { engine: { type: 'string' } },
});
const known = (name: string): name is EngineName => (engineNames as string[]).includes(name);
if (positionals.length === 0 || (values.engine !== undefined && !known(values.engine))) {
  console.error(`usage: parity DIR… [--engine ${engineNames.join('|')}]`);
  process.exit(2);
}
const named = values.engine as EngineName | undefined;
let failures = 0;
let compared = 0;
for (const name of named ? [named] : engineNames) {
  try {
    await run(name);
  } catch (error) {
    const absent = error instanceof AssayError && error.code === 'engine_unavailable';
    if (!absent || named) throw error;
    console.error(`${name}: not available here: ${error.message}`);
  }
}
console.log(`${compared} quantities compared, ${failures} outside tolerance`);
process.exit(failures > 0 || compared === 0 ? 1 : 0);

async function run(name: EngineName): Promise<void> {
  await using engine = await openEngine(name);
  for (const dir of positionals) {
    try {
      for await (const gap of parity(dir, engine)) print(label(dir), name, gap);
    } catch (error) {
      if (!(error instanceof AssayError)) throw error;
      // A checkpoint that cannot be held against anything has not agreed.
      failures++;
      console.log(`${label(dir)}  ${name}  ${error.message}  FAILED`);
    }
  }
}

function print(checkpoint: string, name: string, gap: Gap): void {
  if (gap.count > 0) compared++;
  if (!gap.within) failures++;
  if (gap.count === 0) {
    console.log(
      `${checkpoint.padEnd(18)} ${gap.quantity.padEnd(34)} ${name.padEnd(6)} FAILED: ${gap.where}`,
    );
    return;
  }
  const verdict = gap.within ? 'ok' : `OUTSIDE at ${gap.where || 'an unnamed place'}`;
  console.log(
    `${checkpoint.padEnd(18)} ${gap.quantity.padEnd(34)} ${name.padEnd(6)}` +
      ` largest error ${exponent(gap.error).padEnd(7)} tolerance ${exponent(gap.allowed).padEnd(7)}` +
      ` ${percent(gap.share).padStart(6)} used, ${String(gap.count).padStart(5)} numbers  ${verdict}`,
  );
}

function label(dir: string): string {
  const name = basename(dir);
  return name === 'sharded' ? `${basename(dirname(dir))}/${name}` : name;
}

function exponent(value: number): string {
  return value === 0 ? '0' : value.toExponential(1);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share > 0.1 ? 0 : 1)} %`;
}
