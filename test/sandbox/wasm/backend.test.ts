import { openPythonBackend } from '../../../sandbox/wasm/index.ts';
import { conforms } from '../conformance.ts';
import { python } from '../programs.ts';

conforms('Python in isolates', async () => openPythonBackend({ concurrency: 2 }), python);
