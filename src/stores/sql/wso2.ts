// The tables of a WSO2 JDBC user store (Carbon kernel 4.4 to 4.10), so that such a database is used as it stands: users, their attributes in rows, roles as groups.
// Called by layout.ts. What WSO2 keeps elsewhere (locks, failed attempts: IDN_IDENTITY_USER_DATA) is not read.
import type { SqlSettings } from '../settings-contract.ts';
import type { Fixed, Layout, Table } from './layout.ts';

/** The one profile that consoles ever showed. */
const profile = 'default';
/** Claims of WSO2's own dialect, as its JDBC stores name them. */
export const usualMapping = {
  givenName: 'givenName',
  familyName: 'sn',
  shownName: 'displayName',
  mail: 'mail',
  phone: 'mobile',
  organisation: 'organizationName',
  country: 'country',
} as const;

export function wso2Layout({ dialect, tenant, caseSensitive, mapping }: SqlSettings): Layout {
  // WSO2's scripts do not quote their names: PostgreSQL has them in small letters, MariaDB as they are written.
  const named = dialect === 'postgres' ? (name: string) => name.toLowerCase() : (name: string) => name;
  const ofTenant: Fixed = [[named('UM_TENANT_ID'), String(tenant)]];
  const table = (name: string, fixed: Fixed = ofTenant): Table => ({ name: [named(name)], fixed });
  return {
    caseSensitive,
    users: {
      table: table('UM_USER'),
      address: named('UM_ID'),
      key: named('UM_USER_ID'),
      name: named('UM_USER_NAME'),
      disabling: null,
      mustChange: named('UM_REQUIRE_CHANGE'),
      // UM_CHANGED_TIME tells of passwords only: a change of an attribute would be missed.
      changed: null,
      password: named('UM_USER_PASSWORD'),
      salt: named('UM_SALT_VALUE'),
      passwordSetAt: named('UM_CHANGED_TIME'),
      mapping: Object.keys(mapping).length > 0 ? mapping : usualMapping,
      values: {
        table: table('UM_USER_ATTRIBUTE', [...ofTenant, [named('UM_PROFILE_ID'), profile]]),
        user: named('UM_USER_ID'),
        name: named('UM_ATTR_NAME'),
        value: named('UM_ATTR_VALUE'),
      },
    },
    groups: {
      table: table('UM_ROLE'),
      address: named('UM_ID'),
      key: named('UM_ID'),
      name: named('UM_ROLE_NAME'),
      members: { table: table('UM_USER_ROLE'), group: named('UM_ROLE_ID'), user: named('UM_USER_ID') },
    },
  };
}
