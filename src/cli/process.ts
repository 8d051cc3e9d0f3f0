// What is run as a program: by bin/reeve.ts, packed or as it stands here, and by bin/dev.ts.
import '#kept-tick.ts';
import { runProcess } from './run-process.ts';

await runProcess();
