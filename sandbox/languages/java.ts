/**
 * Java. The file is named after the public class, as javac wants it; the class with a `main` is
 * started: the public one, else the first that has one.
 */
import type { Language } from './language.ts';

/** Longer sources are searched up to here only. */
const searched = 1 << 20;

function publicClass(source: string): string | null {
  const found =
    /\bpublic\s+(?:(?:final|abstract|strictfp|sealed)\s+)*(?:class|record|enum|interface)\s+(\w+)/.exec(
      source.slice(0, searched),
    );
  return found?.[1] ?? null;
}

/** The class around the first `main`: the last class declared before it. */
function mainClass(source: string): string {
  const text = source.slice(0, searched);
  const at = text.search(/\bstatic\s+(?:final\s+)?(?:public\s+)?void\s+main\s*\(/);
  const before = at < 0 ? text : text.slice(0, at);
  const names = [...before.matchAll(/\b(?:class|record|enum|interface)\s+(\w+)/g)];
  const owner = names.at(-1)?.[1];
  return owner ?? publicClass(source) ?? 'Main';
}

export const java: Language = {
  title: 'Java (OpenJDK)',
  names: ['java'],
  engine: 'native',
  native: {
    install: 'apt-get install default-jdk-headless',
    version: ['javac', '-version'],
    sourceName: (source) => `${publicClass(source) ?? 'Main'}.java`,
    compile: (source) => [
      ...[
        'javac',
        '-J-Xss16m',
        '-J-Xshare:auto',
        '-J-XX:+UseSerialGC',
        '-J-XX:TieredStopAtLevel=1',
      ],
      ...['-encoding', 'UTF-8', '-nowarn', '-d', '/art', `${publicClass(source) ?? 'Main'}.java`],
    ],
    run: (source) => ['java', '-cp', '/art:/tmp/box', mainClass(source)],
    memoryArgs: (memoryMb) => [
      ...[`-Xmx${memoryMb}m`, '-Xss64m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
      ...['-XX:ReservedCodeCacheSize=48m', '-Xshare:auto', '-XX:-UsePerfData'],
    ],
    canary:
      'public class Answer {\n  public static void main(String[] args) { System.out.println(6 * 7); }\n}\n',
    shows: ['/etc/java-17-openjdk', '/etc/java-21-openjdk', '/usr/share/java'],
    compileLimits: { memoryMb: 1024 },
    reserves: true,
    threads: 48,
    overheadMb: 192,
  },
};
