import { holds } from './hold.ts';

for (const level of ['isolate', 'namespaces'] as const) {
  holds('attacks/js_isolate.jsonl', level, ['javascript', 'typescript']);
}
