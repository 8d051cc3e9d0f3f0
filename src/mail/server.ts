// The mail server as it is set up, and whether mails with links can go out at all.
// Called by the files of this room and by whoever offers something by mail. Does not know SMTP.
import { type Bound, unseal } from '#sealing.ts';
import type { World } from '#world.ts';
import { type lacking, linkSection, type MailSettings, mailSection } from './contract.ts';

export type MailServer = MailSettings & { readonly password: string };

export const passwordBound: Bound = { use: 'settings secrets', place: 'settings mail' };

export function mailServer({ settings, config }: World): MailServer {
  const sealed = settings.secretOf(mailSection);
  return { ...settings.of(mailSection), password: sealed === '' ? '' : unseal({ config }, sealed, passwordBound) };
}

/** Links lead to what reeve.toml says, never to what a request says of itself: a Host header is anybody’s to choose. */
export function mailLacks({ settings, config }: Pick<World, 'settings' | 'config'>): (typeof lacking)[number] {
  const { host, from } = settings.of(mailSection);
  if (host === '') return 'server';
  if (from === '') return 'sender';
  return config.baseUrl === '' ? 'address' : '';
}

export const sendsMail = (world: Pick<World, 'settings' | 'config'>): boolean => mailLacks(world) === '';
export const offersRecovery = (world: Pick<World, 'settings' | 'config'>): boolean => sendsMail(world) && world.settings.of(linkSection).recovery;
/** What is not set up cannot be asked for. */
export const siteOf = ({ config }: Pick<World, 'config'>): string => URL.parse(config.baseUrl)?.host ?? 'Reeve';
