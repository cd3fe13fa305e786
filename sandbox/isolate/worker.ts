/** The entry of a JavaScript worker process. */
import { serve } from '../worker/child.ts';
import { openJavaScript } from './javascript.ts';

serve(openJavaScript());
