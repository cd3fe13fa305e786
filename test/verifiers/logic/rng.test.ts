/** The random source against values of CPython. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { createRng, streamSeed } from '../../../verifiers/logic/index.ts';

const range = (count: number) => Array.from({ length: count }, (_, i) => i);

for (const line of readFileSync('test/cases/logic/mt19937.jsonl', 'utf8').trim().split('\n')) {
  const { seed, why, ...expected } = JSON.parse(line);
  it(`equals random.Random(${seed})`, () => {
    const rng = createRng(BigInt(seed));
    const list = range(10);
    const drawn: Record<string, unknown> = {
      random: rng.random(),
      randint_1_1000: rng.randint(1, 1000),
      choice_1_to_7: rng.choice([1, 2, 3, 4, 5, 6, 7]),
      getrandbits_40: rng.getrandbits(40),
    };
    rng.shuffle(list);
    drawn.shuffle_10 = list;
    drawn.sample_500_7 = rng.sample(range(500), 7);
    drawn.sample_10_4 = rng.sample(range(10), 4);
    drawn['uniform_-5_5'] = rng.uniform(-5, 5);
    drawn['randint_0_2^40'] = rng.randint(0, 2 ** 40);
    assert.deepEqual(drawn, expected, why);
  });
}

it('gives every name, seed and index a stream of its own', () => {
  const seeds = new Set<bigint>();
  for (const name of ['a', 'b']) {
    for (const seed of range(20))
      for (const index of range(20)) seeds.add(streamSeed(name, seed, index));
  }
  assert.equal(seeds.size, 800);
});
