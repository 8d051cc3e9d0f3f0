// docs/errors.md, printed from sentences/refusals.ts: every refusal with its code, and what to do about it.

import { operations } from '#operations.ts';
import { type Kind, refusals } from '#sentences/refusals.ts';
import { row, table } from './markdown.ts';

const kinds: Readonly<Record<Kind, string>> = {
  invalid: 'The request cannot be right, whoever sends it. Mend it before sending it again.',
  unauthenticated: 'Nobody is signed in, or the proof is not valid (any more).',
  forbidden: 'Reeve knows who is asking, and the answer is no.',
  missing: 'There is no such thing – or it lies outside what the caller may see, which looks the same.',
  conflict: 'The request was right once; something else has changed or stands in the way.',
  throttled: 'Too much, too fast. `Retry-After` says when to come back.',
  unavailable: 'Reeve cannot answer now; nothing was changed. `Retry-After` says when to come back.',
};

const head = `# Refusals

Printed by \`npm run docs\` from \`src/sentences/refusals.ts\`; change it there.

A refusal is an answer, not an accident. Its **code** is stable: programs may rely on it. Its sentence is for people and may be improved.
Over HTTP it is a problem of RFC 9457 (\`application/problem+json\`) with \`code\`, \`detail\` – the sentence, in the language that was asked for – and \`fields\`, which
names each input that does not fit. Every code has one of seven **kinds**; the kind decides the HTTP status and the exit code of the command line.
`;

export function errorsDocument(): string {
  return `${[head, ...(Object.keys(kinds) as Kind[]).map(section)].join('\n')}`;
}

function section(kind: Kind): string {
  const rows = Object.entries(refusals).filter(([, [of]]) => of === kind);
  return `## ${kind}\n\n${kinds[kind]}\n\n${table(
    ['code', 'what happened and what to do', 'named by'],
    rows.map(([code, [, says]]) => row([`\`${code}\``, says, namedBy(code)])),
  )}`;
}

/** The operations that tell a caller to be ready for this code; most codes may come from anywhere. */
function namedBy(code: string): string {
  return operations
    .filter(({ refusals: named }) => named?.includes(code))
    .map(({ name }) => `\`${name}\``)
    .join(', ');
}
