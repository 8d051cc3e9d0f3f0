// The port of user stores, on a real OpenLDAP over LDAPS.
import { startSlapdImplementation } from './outside/slapd.ts';
import { conformsAsUserStore } from './stores.ts';

conformsAsUserStore('OpenLDAP', () => startSlapdImplementation({ seeded: 300 }), {
  'a user is disabled and enabled, and may be said twice': 'LDAP has no attribute for it that all servers know',
  'an account that has ended is told apart, once the password was right': 'the password policy of LDAP knows no end of an account',
});
