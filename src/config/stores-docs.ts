// The part of docs/configuration.md about user stores, printed from the same contracts that check a section.
// Used by docs.ts. It does not know any store there is.
import type { TSchema } from 'typebox';
import { blankSettings, type StoreKind, storeKinds } from '#stores/settings-contract.ts';
import { propertiesOf, sectionKeys, takes } from './stores.ts';

const head = `## User stores

A user store can be declared in \`reeve.toml\` instead of being added by hand, one section for each; there is no variable and no flag for it:

\`\`\`toml
[stores.CORP]
kind = "ldap"
password_file = "corp-password"
sync_minutes = 15

[stores.CORP.settings]
urls = ["ldaps://directory.example.com:636"]
bindDn = "cn=reeve,dc=example,dc=com"
userBase = "ou=people,dc=example,dc=com"
groupBase = "ou=groups,dc=example,dc=com"
mapping = { mail = "mail", givenName = "givenName", familyName = "sn" }
\`\`\`

* The section is the whole store: what it does not say has its default. \`settings\` has the names that \`reeve store add --set\` and the API have.
* It is applied at every start, before any door opens, as host:reeve.toml; the journal gets an entry only when something changes. A store that does not answer stops no start.
* A store of that domain that is there already is taken over with its users, if it is of the same kind; otherwise the start is refused (exit code 3).
* API, command line and console show which file declares it, and refuse to edit, enable, disable or delete it. Synchronising and trying are not refused. To shut it off: \`enabled = false\`, and start Reeve again.
* The password is the first line of \`password_file\`, read at every start, and never stands in \`reeve.toml\`. Without \`password_file\` a password that is kept already stays.
* When its section is removed, the store, its users and its password stay as they are, and from the next start it is edited like any other. Delete it with \`reeve store delete\`.
* Give every node of one installation the same sections: each makes the stores as its own file says when it starts.
`;

export const storesDocs = (): string => [head, ofSection(), ...storeKinds.map(ofKind)].join('\n');

const table = (first: string, rows: readonly (readonly string[])[]): string =>
  `| ${first} | default | takes |\n|---|---|---|\n${rows.map((row) => `| ${row.join(' | ')} |\n`).join('')}`;

const cells = (key: string, schema: TSchema, fallback: unknown): readonly string[] => [
  `\`${key}\``,
  fallback === undefined ? 'must be said' : `\`${JSON.stringify(fallback)}\``,
  `${takes(schema)}${wordsOf(schema)}`.replaceAll('|', '\\|'),
];

const wordsOf = (schema: TSchema): string => ('description' in schema && typeof schema.description === 'string' ? ` (${schema.description})` : '');

const ofSection = (): string =>
  table(
    '`[stores.DOMAIN]`',
    sectionKeys.map(({ key, schema, fallback }) => cells(key, schema, fallback)),
  );

function ofKind(kind: StoreKind): string {
  const blank: Readonly<Record<string, unknown>> = blankSettings[kind];
  const rows = Object.entries(propertiesOf(kind)).map(([key, schema]) => cells(key, schema, blank[key]));
  return table(`\`settings\` of kind \`${kind}\``, rows);
}
