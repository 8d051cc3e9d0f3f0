// Attributes in which directories keep passwords, their hashes and keys. None is mapped: its values would stand in every list and preview, and in the journal for good,
// and where Reeve writes, a field of a user would write past the directory's rule of passwords. Called by the layouts. Pure.
import { say } from '#sentences/sentence.ts';
import { StoreFault } from '#user-store.ts';

const names = [
  // RFC 4519, RFC 3112, password policies, 389 Directory Server, Oracle
  ...['userPassword', 'authPassword', 'pwdHistory', 'passwordHistory', 'userPKCS12', 'orclPassword'],
  // Active Directory, LAPS and BitLocker
  ...['unicodePwd', 'dBCSPwd', 'ntPwdHistory', 'lmPwdHistory', 'supplementalCredentials', 'unixUserPassword', 'msDS-ManagedPassword'],
  ...['ms-Mcs-AdmPwd', 'msLAPS-Password', 'msLAPS-EncryptedPassword', 'msFVE-RecoveryPassword'],
  // Samba, Kerberos, FreeIPA
  ...['sambaNTPassword', 'sambaLMPassword', 'sambaPasswordHistory', 'krbPrincipalKey', 'krbPwdHistory', 'ipaNTHash'],
] as const;
const secrets: ReadonlySet<string> = new Set(names.map((name) => name.toLowerCase()));

/** StoreFault `settings` for the first that is one, whatever options it bears (RFC 4512 §2.5). */
export function refuseSecrets(attributes: readonly string[]): void {
  const secret = attributes.find((attribute) => secrets.has(attribute.split(';', 1)[0]?.trim().toLowerCase() ?? ''));
  if (secret !== undefined) throw new StoreFault('settings', say('directory.secret-attribute', { attribute: secret }));
}
