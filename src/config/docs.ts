// docs/configuration.md, printed from the schema: `reeve docs configuration`.
// Called through src/config.ts. It does not know any value in force, so it can tell no secret.
import { groups, type Setting, settings } from './keys.ts';
import { storesDocs } from './stores-docs.ts';
import { expected } from './values.ts';

const head = `# Configuration

Printed by \`npm run docs\` from \`src/config/keys.ts\`; change it there.

Every setting can be written in three places; the later one wins:

1. \`reeve.toml\` in the folder Reeve is started from (or the file named by \`--config\` or \`REEVE_CONFIG\`): \`port = 9443\`
2. the environment: \`REEVE_PORT=9443\`; lists are split at commas
3. flags: \`--port 9443\`

\`reeve.toml\` has no tables but those of user stores, below. Relative paths start from the folder of the file they stand in, otherwise from the current one.
An unknown key, variable or flag, and a value that does not fit, is refused with its line and the nearest right one (exit code 3).
Variables that Kubernetes makes for a service called \`reeve\` (\`REEVE_SERVICE_HOST\`, \`REEVE_PORT=tcp://…\`) are left alone.
Secrets are never printed; \`admin_password\` is no flag, because flags stand in the list of processes.
`;

export function configurationDocs(): string {
  const all = settings();
  const parts = groups.map((group) => `## ${group}\n\n${tableOf(all.filter((setting) => setting.fact.group === group))}`);
  return `${[head, ...parts, storesDocs(), together].join('\n')}`;
}

const together = `## Together

* \`tls = "off"\` needs a loopback \`host\` or \`trusted_proxies\`.
* \`tls_cert\` and \`tls_key\` go together, and so do \`admin_user\` and its password.
* A \`base_url\` with \`http:\` is for loopback only.
* The exit codes of a start that fails: [exit-codes.md](exit-codes.md).
`;

function tableOf(some: readonly Setting[]): string {
  const rows = some.map((setting) => `| ${cells(setting).join(' | ')} |\n`);
  return `| \`reeve.toml\` | \`REEVE_*\` | default | takes | what it is |\n|---|---|---|---|---|\n${rows.join('')}`;
}

function cells({ toml, env, fallback, fact, description }: Setting): readonly string[] {
  const shown = Array.isArray(fallback) ? '[]' : JSON.stringify(fallback);
  return [`\`${toml}\``, `\`${env}\``, `\`${shown}\``, expected(fact).replaceAll('|', '\\|'), description];
}
