// The settings of each kind of user store, as data: forms, the API and reeve.toml are made from them.
// Imported by the browser; imports nothing of the house but #contract.ts. Knows no rule, and no secret: those are kept apart.
import { type Static, type TSchema, Type } from 'typebox';
import { closed, oneOf, text } from '#contract.ts';

export const storeKinds = ['ldap', 'active-directory', 'sql'] as const;
export type StoreKind = (typeof storeKinds)[number];
export const isStoreKind = (kind: string): kind is StoreKind => storeKinds.some((known) => known === kind);

const Url = text(255, { minLength: 1, description: 'ldaps://host:port; ldap:// only with StartTLS, or on loopback' });
const Dn = text(1024);
const Filter = text(1024, { description: 'RFC 4515' });
const Attribute = text(128);
const Pem = Type.String({ maxLength: 65_536, description: 'PEM: the authorities to trust; empty = those the machine trusts' });

/** Field of every user → where the store has it; a free attribute of Reeve → the same. Empty = not mapped. */
const Mapping = Type.Record(Type.String({ pattern: '^[a-z][A-Za-z0-9]{0,63}$' }), Attribute, { additionalProperties: false });

const connection = {
  urls: Type.Array(Url, { minItems: 1, maxItems: 5, description: 'tried in their order' }),
  startTls: Type.Boolean({ default: false }),
  authorities: Pem,
  /** Who reads, and writes where Reeve may write. */
  bindDn: Dn,
};

export const LdapSettings = closed({
  ...connection,
  userBase: Dn,
  userScope: oneOf(['sub', 'one']),
  userFilter: Filter,
  userName: Attribute,
  /** Immutable: entryUUID, nsUniqueId. Empty = there is none (rule 4). */
  userId: Attribute,
  mapping: Mapping,
  /** Entries that fit it are shown as disabled; empty = none are. */
  disabledFilter: Filter,
  /** How one finds out who is in which group. */
  groups: oneOf(['none', 'member', 'memberOf']),
  groupBase: Dn,
  groupFilter: Filter,
  groupName: Attribute,
  groupId: Attribute,
  /** `member`, `uniqueMember`: DNs. `memberUid`: user names. */
  groupMember: Attribute,
  userMemberOf: Attribute,
  /** Tells what changed since, such as modifyTimestamp; empty = everything is read each time. */
  changed: Attribute,
  pageSize: Type.Integer({ minimum: 10, maximum: 5000, default: 500 }),
  referrals: oneOf(['ignore', 'follow']),
  /** Of them only those to these hosts, by LDAPS or StartTLS: the one who reads binds there with his password. */
  referralHosts: Type.Array(text(255, { minLength: 1 }), { maxItems: 20 }),
  /** Where users that are added here lie; `{name}` stands for the user name, escaped. */
  newUserDn: Dn,
  newUserClasses: Type.Array(Attribute, { maxItems: 20 }),
});
export type LdapSettings = Static<typeof LdapSettings>;

export const ActiveDirectorySettings = closed({
  ...connection,
  userBase: Dn,
  userFilter: Filter,
  userName: oneOf(['sAMAccountName', 'userPrincipalName', 'cn']),
  mapping: Mapping,
  groupBase: Dn,
  /** Empty = groups are not read. */
  groupFilter: Filter,
  groupName: oneOf(['cn', 'sAMAccountName']),
  pageSize: Type.Integer({ minimum: 10, maximum: 1000, default: 500 }),
  newUserParent: Dn,
});
export type ActiveDirectorySettings = Static<typeof ActiveDirectorySettings>;

export const passwordFormats = [
  'bcrypt',
  'argon2',
  'scrypt',
  'pbkdf2',
  'ssha',
  'crypt',
  'django',
  'phpass',
  'sha-1',
  'sha-256',
  'sha-512',
  'md5',
  'wso2-pbkdf2',
] as const;

/** How the digest of a password is made and written; what a format does not need is not looked at. */
export const PasswordFormat = closed({
  format: oneOf(passwordFormats),
  /** Of plain digests: how the column writes them. */
  digest: oneOf(['hex', 'base64']),
  /** Where the salt is put, and how its column writes it: `text` = its bytes are its letters. */
  salt: oneOf(['none', 'before', 'after']),
  saltForm: oneOf(['text', 'hex', 'base64']),
  /** Of PBKDF2 whose rows do not say it. */
  iterations: Type.Integer({ minimum: 1, maximum: 10_000_000, default: 10_000 }),
  bits: Type.Integer({ minimum: 64, maximum: 1024, default: 256 }),
  hash: oneOf(['sha1', 'sha256', 'sha512']),
});
export type PasswordFormat = Static<typeof PasswordFormat>;

const Name = text(128);
export const SqlSettings = closed({
  dialect: oneOf(['postgres', 'mariadb']),
  host: text(255, { minLength: 1 }),
  port: Type.Integer({ minimum: 1, maximum: 65_535 }),
  database: text(128, { minLength: 1 }),
  user: text(128, { minLength: 1 }),
  tls: oneOf(['verify', 'off'], { description: 'off only on loopback' }),
  authorities: Pem,
  /** `wso2` = the tables of a WSO2 JDBC user store (UM_USER …): tables and columns below are not looked at. */
  preset: oneOf(['none', 'wso2']),
  /** Of the preset: UM_TENANT_ID. */
  tenant: Type.Integer({ default: -1234 }),
  userTable: Name,
  userKey: Name,
  userName: Name,
  caseSensitive: Type.Boolean({ default: false }),
  mapping: Mapping,
  /** A column that is true, 1 or not null for whoever may not sign in; empty = none. */
  userDisabled: Name,
  /** The other way round, as in Django's is_active: false, 0 or null for whoever may not sign in; empty = none. */
  userEnabled: Name,
  /** A column that is true or 1 for whoever must change his password; empty = none. */
  userMustChange: Name,
  /** A moment or number that grows with each change; empty = everything is read each time. */
  userChanged: Name,
  password: Name,
  salt: Name,
  passwordFormat: PasswordFormat,
  /** Empty = no groups are read. */
  groupTable: Name,
  groupKey: Name,
  groupName: Name,
  memberTable: Name,
  memberGroup: Name,
  memberUser: Name,
});
export type SqlSettings = Static<typeof SqlSettings>;

/** The settings of a kind, and the schema that holds them. */
export const settingsOf: Readonly<Record<StoreKind, TSchema>> = { ldap: LdapSettings, 'active-directory': ActiveDirectorySettings, sql: SqlSettings };
const namesOfSettings = [LdapSettings, ActiveDirectorySettings, SqlSettings].flatMap(({ properties }) => Object.keys(properties));
/** Any of them; which belong together, the kind says. */
export const Settings = Type.Record(Type.String({ pattern: `^(${[...new Set(namesOfSettings)].join('|')})$` }), Type.Unknown(), {
  additionalProperties: false,
  description: 'by the kind: see docs/stores.md',
});

/** What nobody has said yet. A form begins with it, and settings that leave something out are filled from it. */
export const blankSettings = {
  ldap: {
    urls: [],
    startTls: false,
    authorities: '',
    bindDn: '',
    userBase: '',
    userScope: 'sub',
    userFilter: '(objectClass=inetOrgPerson)',
    userName: 'uid',
    userId: 'entryUUID',
    mapping: { givenName: 'givenName', familyName: 'sn', shownName: 'displayName', mail: 'mail', phone: 'telephoneNumber', organisation: 'o' },
    disabledFilter: '',
    groups: 'member',
    groupBase: '',
    groupFilter: '(objectClass=groupOfNames)',
    groupName: 'cn',
    groupId: 'entryUUID',
    groupMember: 'member',
    userMemberOf: 'memberOf',
    changed: 'modifyTimestamp',
    pageSize: 500,
    referrals: 'ignore',
    referralHosts: [],
    newUserDn: '',
    newUserClasses: ['inetOrgPerson'],
  },
  'active-directory': {
    urls: [],
    startTls: false,
    authorities: '',
    bindDn: '',
    userBase: '',
    userFilter: '(&(objectCategory=person)(objectClass=user))',
    userName: 'sAMAccountName',
    mapping: {
      givenName: 'givenName',
      familyName: 'sn',
      shownName: 'displayName',
      mail: 'mail',
      phone: 'telephoneNumber',
      organisation: 'company',
      country: 'c',
    },
    groupBase: '',
    groupFilter: '(objectCategory=group)',
    groupName: 'cn',
    pageSize: 500,
    newUserParent: '',
  },
  sql: {
    dialect: 'postgres',
    host: '',
    port: 5432,
    database: '',
    user: '',
    tls: 'verify',
    authorities: '',
    preset: 'none',
    tenant: -1234,
    userTable: '',
    userKey: '',
    userName: '',
    caseSensitive: false,
    mapping: {},
    userDisabled: '',
    userEnabled: '',
    userMustChange: '',
    userChanged: '',
    password: '',
    salt: '',
    passwordFormat: { format: 'bcrypt', digest: 'hex', salt: 'none', saltForm: 'text', iterations: 10_000, bits: 256, hash: 'sha256' },
    groupTable: '',
    groupKey: '',
    groupName: '',
    memberTable: '',
    memberGroup: '',
    memberUser: '',
  },
} as const satisfies { readonly ldap: LdapSettings; readonly 'active-directory': ActiveDirectorySettings; readonly sql: SqlSettings };
