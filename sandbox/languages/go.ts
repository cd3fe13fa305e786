/** Go without modules: the standard library alone. */
import type { Language } from './language.ts';

export const go: Language = {
  title: 'Go',
  names: ['go', 'golang'],
  engine: 'native',
  native: {
    install: 'apt-get install golang-go',
    version: ['go', 'version'],
    sourceName: 'main.go',
    compile: () => ['go', 'build', '-o', '/art/main', 'main.go'],
    run: () => ['/art/main'],
    canary: 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println(6 * 7) }\n',
    shows: ['/usr/share/go-1.19', '/usr/share/go-1.21', '/usr/share/go-1.22', '/usr/share/go-1.24'],
    env: {
      GO111MODULE: 'off',
      GOFLAGS: '-ldflags=-s',
      GOCACHE: '/tmp/go',
      GOPATH: '/tmp/gopath',
      GOTELEMETRY: 'off',
      CGO_ENABLED: '0',
    },
    compileLimits: { memoryMb: 2048, diskMb: 512 },
    reserves: true,
    threads: 32,
  },
};
