// The driver for LDAP directories: OpenLDAP, 389 Directory Server and whatever else keeps to the RFCs. Reads, verifies, and writes where it is let.
// Called by registry.ts. It knows one directory; it does not know rows, actions, or other stores.
import type { UserStore } from '#user-store.ts';
import type { Driving, OpenDriver } from '../driver.ts';
import type { LdapSettings } from '../settings-contract.ts';
import { check, unread } from './check.ts';
import { Directory } from './directory.ts';
import { directoryWriter } from './directory-writer.ts';
import { findUser } from './find.ts';
import { followingStore } from './following-store.ts';
import { byPasswordPolicy } from './password-policy.ts';
import { plainLayout } from './plain-layout.ts';
import { plainDialect } from './plain-writer.ts';
import { openReading } from './reading.ts';
import { type Referral, referralsBelow } from './referrals.ts';
import { verify } from './verify.ts';

export const openLdapStore: OpenDriver<LdapSettings> = (settings, driving): UserStore => {
  const { now, answerMilliseconds: milliseconds } = driving;
  const directory = new Directory(settings, driving);
  if (driving.checksOnly && settings.userBase.trim() === '') return unread(directory, now);
  const layout = plainLayout(settings, { now, milliseconds });
  const places = layout.groups ? [layout.users, layout.groups] : [layout.users];
  const bases = places.map(({ base }) => base);
  const store: UserStore = {
    check: () => check(directory, bases, now),
    read: (since) => openReading(directory, layout, since),
    find: (by) => directory.ask((connection) => findUser(connection, layout, by, directory.milliseconds)),
    verify: (whom, password) => verify(directory, layout, byPasswordPolicy, { whom, password }),
    write: directoryWriter({ directory, layout, dialect: plainDialect(settings, directory) }),
    close: () => directory.close(),
  };
  if (settings.referrals === 'ignore') return store;
  return followingStore(store, {
    referrals: () => directory.ask((connection) => referralsBelow(connection, places, { following: settings, milliseconds })),
    open: (referral) => openReferred(settings, driving, referral),
  });
};

/** The same settings for another server, below another base. */
const openReferred = (settings: LdapSettings, driving: Driving, { url, startTls, base }: Referral): UserStore =>
  openLdapStore({ ...settings, urls: [url], startTls, userBase: base, groupBase: base, referrals: 'ignore' }, driving);
