// Every command by its first word, loaded only when it is called.
// Used by src/cli/run.ts. One line for each file in src/cli/ that exports `command`.
import type { Command } from './arguments.ts';

export const commands: Readonly<Record<string, () => Promise<{ readonly command: Command }>>> = {
  serve: () => import('./serve.ts'),
  user: () => import('./user.ts'),
  group: () => import('./group.ts'),
  role: () => import('./role.ts'),
  view: () => import('./view.ts'),
  store: () => import('./store.ts'),
  attribute: () => import('./attribute.ts'),
  application: () => import('./application.ts'),
  token: () => import('./token.ts'),
  may: () => import('./may.ts'),
  why: () => import('./why.ts'),
  who: () => import('./who.ts'),
  job: () => import('./job.ts'),
  mail: () => import('./mail.ts'),
  journal: () => import('./journal.ts'),
  setup: () => import('./setup.ts'),
  tls: () => import('./tls.ts'),
  backup: () => import('./backup.ts'),
  restore: () => import('./restore.ts'),
  migrate: () => import('./migrate.ts'),
  doctor: () => import('./doctor.ts'),
  demo: () => import('./demo.ts'),
  docs: () => import('./docs.ts'),
};
