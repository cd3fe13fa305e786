import { holds } from './hold.ts';

holds('attacks/js_isolate.jsonl', 'isolate', ['javascript', 'typescript']);
