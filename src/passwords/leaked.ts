// The passwords that people choose most, some 49,000 of them, from a list that comes with a package: nobody outside is asked about a password.
// Called by policy.ts. Loaded with the first password that is judged.
import { createRequire } from 'node:module';

type List = { readonly dictionary: { readonly 'passwords-common': readonly string[] } };

/** In any case. Most of them are too short anyway; those that are not are what attackers try first. */
export function isLeaked(password: string): boolean {
  const require = createRequire(import.meta.url);
  // What the package declares.
  const { dictionary } = require('@zxcvbn-ts/language-common') as List;
  return dictionary['passwords-common'].includes(password.toLowerCase());
}
