// docs/operations.md, printed from the contracts: every operation with its way in, its right, its fields and its refusals.
import type { AnyOperation, Needs } from '#contract.ts';
import { operations } from '#operations.ts';
import { row, table } from './markdown.ts';
import { inWords, type Schema } from './schema.ts';

const head = `# Operations

Printed by \`npm run docs\` from the contracts (\`src/*/contract.ts\`); change them there.

All that Reeve can be asked for. Paths lie below \`/api\`; \`{id}\` stands in the path, the other fields in the query (GET, DELETE) or in a JSON body.
A field that nobody named here is refused. \`If-Match\` may carry \`version\`. Besides the refusals named, every operation may answer \`input.invalid\`,
\`auth.required\`, \`permission.denied\`, \`scope.too-wide\`, \`rate.exceeded\` and \`database.unavailable\`: see [errors.md](errors.md).
The same as a machine reads it: \`/api/openapi.json\`.
`;

const rights: Readonly<Record<string, string>> = {
  self: 'nothing but being signed in',
  anyone: 'nothing, not even signing in',
  host: 'the machine that Reeve runs on',
};

export function operationsDocument(): string {
  const rooms = new Set(operations.map(roomOf));
  return [head, ...[...rooms].map((room) => [`## ${room}\n`, ...operations.filter((one) => roomOf(one) === room).map(section)].join('\n'))].join('\n');
}

const roomOf = ({ name }: AnyOperation): string => name.split('.')[0] ?? '';

function section({ name, method, path, summary, needs, input, output, secret = [], refusals = [], dangerous = false }: AnyOperation): string {
  const parts = [
    `### ${name}\n`,
    `\`${method} /api${path}\` – needs ${right(needs)}\n`,
    `${summary}${dangerous ? ' *Dangerous*: whoever is signed in with a browser must have proved lately who he is.' : ''}\n`,
    fieldsOf(input as Schema, secret),
    `Answers ${inWords(output as Schema, 1)}.\n`,
    refusals.length > 0 ? `May refuse with ${refusals.map((code) => `\`${code}\``).join(', ')}.\n` : '',
  ];
  return parts.filter((part) => part !== '').join('\n');
}

const right = (needs: Needs): string => rights[needs] ?? `\`${needs}\``;

function fieldsOf({ properties = {}, required = [] }: Schema, secret: readonly string[]): string {
  const rows = Object.entries(properties).map(([name, schema]) =>
    row([`\`${name}\`${required.includes(name) ? '' : ' (optional)'}`, inWords(schema, 1), remarks(schema, secret.includes(name))]),
  );
  return rows.length > 0 ? table(['field', 'takes', ''], rows) : '';
}

function remarks({ description, default: fallback }: Schema, isSecret: boolean): string {
  return [description, fallback === undefined || fallback === 0 ? undefined : `default ${JSON.stringify(fallback)}`, isSecret ? 'secret' : undefined]
    .filter((remark) => remark !== undefined)
    .join('; ');
}
