// Sends a test mail at once, past the outbox, so that whoever sets the server up sees what it answers.
import { action } from '#action.ts';
import { mail as mailForm } from '#attributes/formats.ts';
import { EgressFault } from '#egress/egress.ts';
import { Refusal } from '#errors.ts';
import { needsWhole } from '#permissions/needs-whole.ts';
import { say } from '#sentences/sentence.ts';
import { testMail as operation } from './contract.ts';
import { mailServer, siteOf } from './server.ts';
import { MailFault, openPostman } from './smtp.ts';
import { letterOf, ownWording } from './templates.ts';

export const testMail = action(operation, async (call, { to }) => {
  needsWhole(call);
  const { world } = call;
  const verdict = mailForm(to.trim());
  if ('says' in verdict) throw new Refusal('input.invalid', {}, [{ field: 'to', says: verdict.says }]);
  const server = mailServer(world);
  if (server.host === '' || server.from === '') throw new Refusal('mail.not-set-up', { says: say('mail.server-needed') });
  const which = { kind: 'test', language: server.language } as const;
  const letter = letterOf(ownWording('test', server.language), { name: verdict.value, site: siteOf(world) }, which);
  const postman = await openPostman(world, server);
  const began = performance.now();
  try {
    const says = await postman.send({ id: world.newId(), to: verdict.value, letter, now: world.now() });
    return { says, milliseconds: Math.round(performance.now() - began) };
  } catch (fault) {
    if (fault instanceof MailFault || fault instanceof EgressFault) throw new Refusal('mail.not-sent', { says: fault.says });
    throw fault;
  } finally {
    postman.close();
  }
});
