/** Whose turn it is: clients take turns, and so do the batches of each. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Job, Rotation, type Ticket } from '../../src/engine/lane.ts';

const ticket = (client: string): Ticket => ({ client, signal: new AbortController().signal });

function job(name: string): Job {
  const task = { verifier: 'math', response: name, reference: null } as unknown as Job['task'];
  return { task, size: 1, floats: false, settle() {} };
}

const jobs = (name: string, count: number) => Array.from({ length: count }, () => job(name));

function taken(rotation: Rotation, turns: number): string {
  let told = '';
  for (let i = 0; i < turns; i++) told += rotation.take(() => 1, 1)?.jobs[0]?.task.response ?? '-';
  return told;
}

describe('a rotation', () => {
  it('gives the batches of one client their turns', () => {
    const rotation = new Rotation();
    rotation.add(ticket('a'), jobs('x', 3));
    rotation.add(ticket('a'), jobs('y', 1));
    assert.equal(taken(rotation, 5), 'xyxx-');
  });

  it('gives a client with one batch as much as one with a hundred', () => {
    const rotation = new Rotation();
    for (let i = 0; i < 100; i++) rotation.add(ticket('busy'), jobs('x', 2));
    rotation.add(ticket('quiet'), jobs('y', 2));
    assert.equal(taken(rotation, 5), 'xyxyx');
    assert.equal(rotation.size, 197);
  });

  it('forgets what was dropped, and nothing else', () => {
    const rotation = new Rotation();
    const [dropped, kept] = [ticket('a'), ticket('a')];
    rotation.add(dropped, jobs('x', 5));
    rotation.add(kept, jobs('y', 2));
    rotation.take(() => 1, 1);
    rotation.drop(dropped);
    rotation.drop(dropped);
    assert.equal(rotation.size, 2);
    assert.equal(taken(rotation, 3), 'yy-');
    assert.deepEqual(rotation.clear(), []);
  });
});
