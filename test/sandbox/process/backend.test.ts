import { openProcessBackend, probeProcess } from '../../../sandbox/process/index.ts';
import { conforms } from '../conformance.ts';
import { python } from '../programs.ts';

conforms('Python in namespaces', () => openProcessBackend({ concurrency: 2 }), python);
