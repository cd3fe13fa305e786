/**
 * Draws functions: a chain of blocks, each of which makes a new value out of one that is there, and
 * everything that no later block takes is returned.
 */
import type { Rng } from '../../random.ts';
import type { Expression, Program, Statement, Type } from './program.ts';
import { listBlocks, wordBlocks } from './program-blocks.ts';
import { make, parameterNames, type Scope } from './program-scope.ts';

/** A function of so many blocks; `size` makes the inner expressions larger too. */
export function drawProgram(rng: Rng, blocks: number, size: number): Program {
  const scope: Scope = {
    rng,
    body: [],
    types: new Map(),
    unused: new Set(),
    names: new Set(),
    taken: new Set(),
  };
  const main: Type = rng.below(3) === 0 ? 'word' : 'list';
  const types: Type[] = [main];
  if (rng.below(3) > 0) types.push('int');
  if (size > 5 && rng.below(3) === 0) types.push(main === 'word' ? 'list' : 'word');
  const parameters = types.map((type) => [make(scope, type, parameterNames), type] as const);
  for (let n = 0; n < blocks; n++) addBlock(scope, size);
  const results = [...scope.unused].filter((name) => !parameters.some(([own]) => own === name));
  const body: Statement[] = [...scope.body, ['return', gather(results)]];
  const text = JSON.stringify(body);
  return { parameters: parameters.filter(([name]) => text.includes(`"${name}"`)), body };
}

function gather(results: readonly string[]): Expression {
  if (results.length === 1) return results[0] as string;
  return ['dict', ...results.flatMap((name): Expression[] => [['text', name], name])];
}

/** Lists and words that nothing has been made of are taken first. */
function addBlock(scope: Scope, size: number): void {
  const { rng, types, unused, taken } = scope;
  const sources = [...types.keys()].filter((name) => types.get(name) !== 'int');
  const fresh = sources.filter((name) => unused.has(name));
  const source = rng.choice(fresh.length > 0 && rng.below(5) > 0 ? fresh : sources);
  unused.delete(source);
  const blocks = types.get(source) === 'word' ? wordBlocks : listBlocks;
  const others = blocks.filter((block) => !taken.has(block));
  const block = rng.choice(others.length > 0 ? others : blocks);
  taken.add(block);
  block(scope, source, size);
}
