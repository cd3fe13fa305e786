/** The entry of a Python worker process. */
import { serve } from '../worker/child.ts';
import { openPython } from './python.ts';

serve(await openPython());
