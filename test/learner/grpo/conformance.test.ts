/** Every section of the published numbers; one that is not looked at fails. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { grpo } from '../../../src/learner/grpo/group-advantages.ts';
import { missing, report } from '../../support/data.ts';
import { advantageSections } from './sections/advantages.ts';
import { lossSections } from './sections/losses.ts';
import { rewardSections } from './sections/rewards.ts';
import { upstreamSections } from './sections/upstream.ts';
import { close, comparisons, readVectors, type Sections, vectorsFile } from './vectors.ts';

const sections: Sections = {
  ...advantageSections,
  ...lossSections,
  ...rewardSections,
  ...upstreamSections,
};

/** Sections about what engines compute: test/learner/optimizer.test.ts looks at them. */
const ofEngines = ['adamw', 'grad_clip_global_norm'];

describe('the published numbers', { skip: missing(vectorsFile) }, () => {
  for (const [name, check] of Object.entries(sections)) {
    it(name, () => {
      const all = readVectors();
      const before = comparisons();
      check(all[name], all);
      assert.ok(comparisons() > before, 'something was compared');
    });
  }

  it('are looked at in every section', () => {
    const { _meta, ...all } = readVectors();
    assert.deepEqual(Object.keys(all).sort(), [...Object.keys(sections), ...ofEngines].sort());
  });

  after(() => report(vectorsFile, comparisons(), comparisons(), 'numbers'));
});

describe('a group', () => {
  it('of two has deviations of one sample less', () => {
    close(grpo([0, 1], { eps: 0, ddof: 1 }), [-Math.SQRT1_2, Math.SQRT1_2], 'pair');
  });
});
