import { holds } from './hold.ts';

holds('attacks/python_os.jsonl', 'cgroup', ['python']);
