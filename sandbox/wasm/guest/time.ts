/**
 * The clocks and calendar of the interpreter, always UTC. The monotonic clock has the resolution
 * of the isolate's `Date` but never stands still, so that a program may divide by an elapsed time.
 * Self-contained: see source.ts.
 */
import type { Memory } from './memory.ts';

export function makeTime(memory: () => Memory) {
  const origin = Date.now();
  let last = 0;

  // A nanosecond a call: a program that waits in a loop must not run ahead of the real clock.
  const monotonic = (): number => {
    last = Math.max(last + 1e-6, Date.now() - origin);
    return last;
  };
  const wall = (): number => Date.now();

  /** Fills a `struct tm` from seconds since 1970. */
  function breakDown(seconds: bigint, tm: number): void {
    const m = memory();
    const date = new Date(Number(seconds) * 1000);
    const start = Date.UTC(date.getUTCFullYear(), 0, 1);
    const fields = [
      date.getUTCSeconds(),
      date.getUTCMinutes(),
      date.getUTCHours(),
      date.getUTCDate(),
      date.getUTCMonth(),
      date.getUTCFullYear() - 1900,
      date.getUTCDay(),
      Math.floor((date.getTime() - start) / 86_400_000),
      0,
      0,
    ];
    for (const [i, field] of fields.entries()) m.set32(tm + 4 * i, field);
  }

  /** Seconds since 1970 of a `struct tm`, which is made canonical. */
  function buildUp(tm: number): bigint {
    const m = memory();
    const field = (i: number): number => m.i32(tm + 4 * i);
    const date = new Date(0);
    date.setUTCFullYear(field(5) + 1900, field(4), field(3));
    date.setUTCHours(field(2), field(1), field(0));
    const seconds = Math.floor(date.getTime() / 1000);
    if (Number.isNaN(seconds)) return -1n;
    breakDown(BigInt(seconds), tm);
    return BigInt(seconds);
  }

  return {
    emscripten_date_now: wall,
    emscripten_get_now: monotonic,
    clock_time_get(clock: number, _precision: bigint, at: number): number {
      const m = memory();
      if (clock > 3) return 28; // EINVAL
      const ms = clock === 0 ? wall() : monotonic();
      m.set64(at, Math.round(ms * 1e6));
      return 0;
    },
    clock_res_get(clock: number, at: number): number {
      memory().set64(at, clock === 0 ? 1e6 : 1e3);
      return 0;
    },
    _gmtime_js: breakDown,
    _localtime_js: breakDown,
    _mktime_js: buildUp,
    _timegm_js: buildUp,
    _tzset_js(timezone: number, daylight: number, standard: number, summer: number): void {
      const m = memory();
      m.set32(timezone, 0);
      m.set32(daylight, 0);
      m.setString(standard, 'UTC');
      m.setString(summer, 'UTC');
    },
    _setitimer_js: (): number => 0,
  };
}
