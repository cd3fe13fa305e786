import { test } from 'node:test';
import { openProcessBackend } from '../../../sandbox/process/index.ts';
import { conforms } from '../conformance.ts';
import { python } from '../programs.ts';
import { absent } from './native.ts';

if (absent) test('Python in namespaces', { skip: absent }, () => {});
else conforms('Python in namespaces', () => openProcessBackend({ concurrency: 2 }), python);
