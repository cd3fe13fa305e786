/** Right programs written in ways that graders are known to refuse: each earns full marks. */
import { eachRow } from '../support/programs.ts';

eachRow('idioms', 1);
