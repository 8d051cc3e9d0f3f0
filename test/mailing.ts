// A test world that sends mails: its server, set up through the action, and a runner. Called by tests of whatever goes by mail.
import { changeMail } from '#mail/edit-server.ts';
import { runMails } from '#mail/runner.ts';
import type { World } from '#world.ts';
import { startMailServer, type TestMailServer } from './servers/mail.ts';
import type { TestWorld } from './world.ts';

export const mailing = { config: { baseUrl: 'https://reeve.test' } } as const;

export const settingsFor = ({ port, authority, user }: TestMailServer) =>
  ({ host: 'localhost', port, security: 'starttls', user, authorities: authority, from: 'reeve@reeve.test' }) as const;

export async function setUpMail({ world, admin }: TestWorld, server: TestMailServer): Promise<void> {
  await changeMail.run(world, admin, { ...settingsFor(server), password: server.password });
}

/** What a test begins, and ends in reverse when it is over. */
export type Ending = { after(step: () => Promise<void>): void };

/** A server that answers, and a runner that sends what waits. */
export async function sendingMails(tested: TestWorld, t: Ending): Promise<TestMailServer> {
  const server = await startMailServer();
  t.after(() => server.stop());
  await setUpMail(tested, server);
  runUntilEnd(tested.world, t);
  return server;
}

export function runUntilEnd(world: World, t: Ending): void {
  const runner = runMails(world);
  t.after(() => runner.stop());
}
