// The driver for Active Directory. What it shares with other directories lies in ../ldap; here is what differs: keys, passwords, changes, members.
// Called by registry.ts. It knows one domain; it does not know rows, actions, or other stores.
import type { UserStore } from '#user-store.ts';
import type { OpenDriver } from '../driver.ts';
import { check, unread } from '../ldap/check.ts';
import { Directory } from '../ldap/directory.ts';
import { directoryWriter } from '../ldap/directory-writer.ts';
import { findUser } from '../ldap/find.ts';
import { openReading } from '../ldap/reading.ts';
import { verify } from '../ldap/verify.ts';
import type { ActiveDirectorySettings } from '../settings-contract.ts';
import { activeDirectoryDialect } from './dialect.ts';
import { activeDirectoryLayout } from './layout.ts';
import { bySubCode } from './sub-codes.ts';

export const openActiveDirectoryStore: OpenDriver<ActiveDirectorySettings> = (settings, driving): UserStore => {
  const { now, answerMilliseconds: milliseconds } = driving;
  const directory = new Directory(settings, driving);
  if (driving.checksOnly && settings.userBase.trim() === '') return unread(directory, now);
  const layout = activeDirectoryLayout(settings, { milliseconds });
  const bases = layout.groups ? [settings.userBase, settings.groupBase] : [settings.userBase];
  return {
    check: () => check(directory, bases, now),
    read: (since) => openReading(directory, layout, since),
    find: (by) => directory.ask((connection) => findUser(connection, layout, by, directory.milliseconds)),
    verify: (whom, password) => verify(directory, layout, bySubCode, { whom, password }),
    write: directoryWriter({ directory, layout, dialect: activeDirectoryDialect(settings, directory) }),
    close: () => directory.close(),
  };
};
