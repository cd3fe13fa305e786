/** The filters, run by a small machine of its own for classic BPF. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Machine, seccompFilters } from '../../../sandbox/process/seccomp.ts';
import { allowed, byArgument } from '../../../sandbox/process/syscalls.ts';

const audit = { x64: 0xc000003e, arm64: 0xc00000b7 } as const;
const column = { x64: 1, arm64: 2 } as const;
const allow = 0x7fff0000;
const kill = 0x80000000;
const eperm = 0x00050001;
const enosys = 0x00050026;

/** What the filter answers to a call; only the low half of the first two arguments is given. */
function answer(filter: Buffer, arch: number, nr: number, ...args: readonly number[]): number {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(nr >>> 0, 0);
  data.writeUInt32LE(arch, 4);
  for (const [i, arg] of args.entries()) data.writeUInt32LE(arg >>> 0, 16 + 8 * i);
  let accumulator = 0;
  for (let at = 0; ; at++) {
    const code = filter.readUInt16LE(8 * at);
    const k = filter.readUInt32LE(8 * at + 4);
    const skip = (taken: boolean) => filter.readUInt8(8 * at + (taken ? 2 : 3));
    if (code === 0x06) return k;
    if (code === 0x20) accumulator = data.readUInt32LE(k);
    else if (code === 0x15) at += skip(accumulator === k);
    else if (code === 0x35) at += skip(accumulator >= k);
    else if (code === 0x45) at += skip((accumulator & k) !== 0);
    else assert.fail(`Expected an instruction of the filter, got ${code}`);
  }
}

for (const machine of ['x64', 'arm64'] as const satisfies readonly Machine[]) {
  const filters = seccompFilters(machine);
  const severity = [kill, enosys, eperm, allow];
  /** The stricter of the two verdicts, as the kernel takes it. */
  const both = (arch: number, nr: number, ...args: readonly number[]) => {
    const ranks = Object.values(filters).map((one) => {
      const rank = severity.indexOf(answer(one, arch, nr, ...args));
      assert.ok(rank >= 0, `call ${nr}`);
      return rank;
    });
    return severity[Math.min(...ranks)];
  };
  const ask = (nr: number, ...args: readonly number[]) => both(audit[machine], nr, ...args);
  const special = (name: keyof typeof byArgument) => byArgument[name][column[machine]];

  test(`${machine}: the calls of the table pass, all others are absent`, () => {
    const numbers = new Set(allowed.map((call) => call[column[machine]]));
    const judged = new Set(Object.values(byArgument).map((call) => call[column[machine]]));
    for (let nr = 0; nr < 600; nr++) {
      if (judged.has(nr as never)) continue;
      assert.equal(ask(nr), numbers.has(nr) ? allow : enosys, `call ${nr}`);
    }
  });

  test(`${machine}: a foreign table of calls kills`, () => {
    for (const arch of [0x40000003, 0xc00000b7, 0xc000003e, 0x40000028]) {
      if (arch === audit[machine]) continue;
      assert.equal(both(arch, 0), kill);
    }
    if (machine === 'x64') assert.equal(ask(0x40000000), kill);
  });

  test(`${machine}: clone makes threads and processes, no namespace`, () => {
    assert.equal(ask(special('clone'), 17), allow);
    assert.equal(ask(special('clone'), 0x3d0f00), allow); // pthread_create
    for (const flag of [0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000]) {
      assert.equal(ask(special('clone'), 17 | flag), eperm, flag.toString(16));
    }
    assert.equal(ask(special('clone'), 0x40000000 | 17), eperm);
    assert.equal(ask(435), enosys); // clone3
  });

  test(`${machine}: no socket but a connected pair`, () => {
    for (const family of [1, 2, 10, 16, 17, 38, 40]) {
      assert.equal(ask(special('socket'), family), eperm);
      assert.equal(ask(special('socketpair'), family), family === 1 ? allow : eperm);
    }
  });

  test(`${machine}: nothing is typed into a terminal`, () => {
    const ioctl = allowed.find(([name]) => name === 'ioctl')?.[column[machine]] as number;
    assert.equal(ask(ioctl, 0, 0x5412), eperm);
    assert.equal(ask(ioctl, 0, 0x541c), eperm);
    assert.equal(ask(ioctl, 0, 0x5401), allow);
  });
}
