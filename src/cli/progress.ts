/** A line of progress on stderr: redrawn on a terminal, one plain line every ten seconds elsewhere. */
const redrawMs = 100;
const plainMs = 10_000;

export interface Progress {
  /** Whether it is redrawn on a terminal. */
  readonly live: boolean;
  /** A verdict has come. */
  verdict(verdict: { readonly reward: number | null }): void;
  /** A row is done. */
  row(): void;
  /** Rows that an earlier run had done. */
  resume(rows: number): void;
  /** How many rows there are, once it is known. */
  total(rows: number): void;
  /** A line of its own, above the line of progress. */
  say(line: string): void;
  /** Clears the line. */
  stop(): void;
}

/** Beside other text on the same stream there is no line of progress. */
export const noProgress: Progress = {
  live: false,
  verdict: () => {},
  row: () => {},
  resume: () => {},
  total: () => {},
  say: (line) => void process.stderr.write(`${line}\n`),
  stop: () => {},
};

export function startProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  const start = performance.now();
  const live = stream.isTTY === true;
  let before = 0;
  let done = 0;
  let verdicts = 0;
  let sum = 0;
  let scored = 0;
  let rows: number | null = null;

  const line = () => {
    const seconds = Math.max((performance.now() - start) / 1000, 1e-3);
    const left = rows === null ? null : ((rows - before - done) * seconds) / Math.max(done, 1);
    const parts = [
      `${before + done}${rows === null ? '' : `/${rows}`} rows`,
      `${(verdicts / seconds).toFixed(1)}/s`,
      ...(left === null || done === 0 ? [] : [`${clock(left)} left`]),
      `mean reward ${scored ? (sum / scored).toFixed(3) : '–'}`,
      `${verdicts - scored} unscorable`,
    ];
    return `${live && rows ? `${bar((before + done) / rows)} ` : ''}${parts.join('  ')}`;
  };
  const draw = () => {
    if (live) stream.write(`\r${line()}\x1b[K`);
    else stream.write(`${line()}\n`);
  };
  const timer = setInterval(draw, live ? redrawMs : plainMs);
  timer.unref();

  return {
    live,
    verdict({ reward }) {
      verdicts++;
      if (reward === null) return;
      scored++;
      sum += reward;
    },
    row() {
      done++;
    },
    resume(count) {
      before = count;
    },
    total(count) {
      rows = count;
    },
    say(text) {
      stream.write(live ? `\r\x1b[K${text}\n` : `${text}\n`);
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
