// What waits in the outbox, opened: for tests of what goes by mail that need no mail server. The runner is not running there.
// Called by tests. Knows no page.
import type { MailKind } from '#mail/contract.ts';
import { changeMail } from '#mail/edit-server.ts';
import { valuesOf } from '#mail/queue.ts';
import type { World } from '#world.ts';
import type { TestWorld } from './world.ts';

export type Waiting = {
  readonly kind: MailKind;
  readonly to: string;
  readonly language: string;
  readonly values: Readonly<Record<string, string | undefined>>;
};

/** Mails can be asked for; nothing is sent. */
export async function setUpOutbox({ world, admin }: TestWorld): Promise<void> {
  await changeMail.run(world, admin, { host: 'localhost', port: 2525, security: 'none', from: 'reeve@reeve.test' });
}

/** The oldest first; what stands for nobody left out. */
export async function outboxOf(world: World): Promise<readonly Waiting[]> {
  const rows = await world.db.read.selectFrom('mails').selectAll().where('address', '<>', '').orderBy('no').execute();
  // Written by queue.ts.
  return rows.map((row) => ({ kind: row.kind as MailKind, to: row.address, language: row.language, values: valuesOf(world, row) }));
}

export async function newestMailTo(world: World, to: string): Promise<Waiting | undefined> {
  return (await outboxOf(world)).filter((mail) => mail.to === to).at(-1);
}
