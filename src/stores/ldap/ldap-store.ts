// The driver for LDAP directories: OpenLDAP, 389 Directory Server and whatever else keeps to the RFCs. Reads, verifies, and writes where it is let.
// Called by registry.ts. It knows one directory; it does not know rows, actions, or other stores.
import type { UserStore } from '#user-store.ts';
import type { OpenDriver } from '../driver.ts';
import type { LdapSettings } from '../settings-contract.ts';
import { check } from './check.ts';
import { Directory } from './directory.ts';
import { directoryWriter } from './directory-writer.ts';
import { findUser } from './find.ts';
import { byPasswordPolicy } from './password-policy.ts';
import { plainLayout } from './plain-layout.ts';
import { plainDialect } from './plain-writer.ts';
import { openReading } from './reading.ts';
import { verify } from './verify.ts';

export const openLdapStore: OpenDriver<LdapSettings> = (settings, driving): UserStore => {
  const { now, answerMilliseconds: milliseconds } = driving;
  const directory = new Directory(settings, driving);
  const layout = plainLayout(settings, { now, milliseconds });
  const bases = layout.groups ? [settings.userBase, settings.groupBase] : [settings.userBase];
  return {
    check: () => check(directory, bases, now),
    read: (since) => openReading(directory, layout, since),
    find: (by) => directory.ask((connection) => findUser(connection, layout, by, milliseconds)),
    verify: (whom, password) => verify(directory, layout, byPasswordPolicy, { whom, password }),
    write: directoryWriter({ directory, layout, dialect: plainDialect(settings, directory) }),
    close: () => directory.close(),
  };
};
