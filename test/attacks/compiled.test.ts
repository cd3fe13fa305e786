import { holds } from './hold.ts';

holds('attacks/compiled.jsonl', 'namespaces', ['c', 'cpp', 'rust']);
holds('attacks/compiled.jsonl', 'cgroup', ['c', 'cpp', 'rust']);
