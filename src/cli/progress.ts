/** A line of progress on stderr: redrawn on a terminal, one plain line every ten seconds elsewhere. */
const redrawMs = 100;
const plainMs = 10_000;

export interface Progress {
  /** Whether it is redrawn on a terminal. */
  readonly live: boolean;
  /** More verdicts have come. */
  add(verdict: { readonly reward: number | null }): void;
  /** The total, once it is known. */
  total(rows: number): void;
  /** Clears the line. */
  stop(): void;
}

export function startProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  const start = performance.now();
  const live = stream.isTTY === true;
  let done = 0;
  let sum = 0;
  let scored = 0;
  let rows: number | null = null;

  const line = () => {
    const seconds = (performance.now() - start) / 1000;
    const rate = done / Math.max(seconds, 1e-3);
    const left = rows === null ? null : (rows - done) / Math.max(rate, 1e-9);
    const parts = [
      `${done}${rows === null ? '' : `/${rows}`} rows`,
      `${rate.toFixed(1)}/s`,
      ...(left === null || done === 0 ? [] : [`${clock(left)} left`]),
      `mean reward ${scored ? (sum / scored).toFixed(3) : '–'}`,
      `${done - scored} unscorable`,
    ];
    return `${live && rows ? `${bar(done / rows)} ` : ''}${parts.join('  ')}`;
  };
  const draw = () => {
    if (live) stream.write(`\r${line()}\x1b[K`);
    else stream.write(`${line()}\n`);
  };
  const timer = setInterval(draw, live ? redrawMs : plainMs);
  timer.unref();

  return {
    live,
    add({ reward }) {
      done++;
      if (reward === null) return;
      scored++;
      sum += reward;
    },
    total(count) {
      rows = count;
    },
    stop() {
      clearInterval(timer);
      if (live) stream.write('\r\x1b[K');
    },
  };
}

function bar(share: number): string {
  const width = 24;
  const full = Math.round(Math.min(1, share) * width);
  return `[${'#'.repeat(full)}${'-'.repeat(width - full)}]`;
}

function clock(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  const two = (n: number) => String(n).padStart(2, '0');
  return s >= 3600
    ? `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`
    : `${Math.floor(s / 60)}:${two(s % 60)}`;
}
