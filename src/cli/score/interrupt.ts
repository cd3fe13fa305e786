/** Ctrl-C and SIGTERM: the first asks the run to end its rows under way, the second ends it at once. */
export interface Interrupt {
  readonly asked: boolean;
  release(): void;
}

/** @param stdin rows come from standard input, which may never give another. */
export function catchInterrupt(say: (line: string) => void, stdin: boolean): Interrupt {
  let asked = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (asked) process.exit(1);
    asked = true;
    say(`${signal}: the rows under way are ended; once more ends at once`);
    if (stdin) process.stdin.destroy();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    get asked() {
      return asked;
    },
    release() {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
