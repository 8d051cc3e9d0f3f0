// Every command by its first word, loaded only when it is called.
// Used by src/cli/run.ts. One line for each file in src/cli/ that exports `command`.
import type { Command } from './arguments.ts';

export const commands: Readonly<Record<string, () => Promise<{ readonly command: Command }>>> = {
  serve: () => import('./serve.ts'),
  docs: () => import('./docs.ts'),
};
