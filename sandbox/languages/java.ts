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

const tokens =
  /"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\b(?:class|record|enum|interface)\s+(\w+)|[{}]|\bvoid\s+main\s*\(/g;

/** The class around the first `main`, by its binary name. */
function mainClass(source: string): string {
  const around: { readonly name: string; readonly depth: number }[] = [];
  let depth = 0;
  let declared: string | undefined;
  for (const [text, name] of source.slice(0, searched).matchAll(tokens)) {
    if (name !== undefined) declared = name;
    else if (text === '{') {
      if (declared !== undefined) around.push({ name: declared, depth });
      declared = undefined;
      depth++;
    } else if (text === '}') {
      depth--;
      if (around.at(-1)?.depth === depth) around.pop();
    } else if (text.startsWith('void') && around.length > 0) {
      return around.map((one) => one.name).join('$');
    }
  }
  return publicClass(source) ?? 'Main';
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
