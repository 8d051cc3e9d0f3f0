// docs/delegation.md, printed from the contracts: every operation × every kind of administrator, and what each is answered.
// Its expectations are held against a running world by test/security/delegation.test.ts, cell by cell, on both databases.
import { type AnyOperation, isForViewers } from '#contract.ts';
import { operations } from '#operations.ts';
import { row, table } from './markdown.ts';

/** Who asks about whom. Everybody but the host and the stranger is signed in and active. */
export const administrators = {
  host: 'the machine’s own command line',
  admin: 'the role *admin*',
  holder: 'just the permission named, everywhere',
  inside: 'the permission with a scope that covers the target',
  outside: 'the permission with a scope that does not',
  himself: 'the permission, everywhere, and the target is himself',
  above: 'the permission, everywhere, and the target holds more',
  other: 'another permission',
  narrowed: 'the permission, through a token narrowed to another',
  viewing: 'the role *admin*, seen by somebody else who views as him',
  stranger: 'nobody: not signed in',
} as const;
export type Administrator = keyof typeof administrators;

/** `done` = admitted: what is refused after that is about the input. */
export type Answer =
  | 'done'
  | 'auth.required'
  | 'host.only'
  | 'permission.denied'
  | 'token.narrowed'
  | 'missing'
  | 'self.refused'
  | 'target.holds-more'
  | 'scope.too-wide'
  | 'viewing.read-only';

/** What a body refuses by itself, because only it can know: `operation who`. */
const further: Readonly<Record<string, Answer>> = {
  // Nobody gives himself a role (rule 15), but a helper may take one away from somebody who holds more in another place.
  'users.change-roles himself': 'self.refused',
  // A narrowed token makes no other token, and ends nothing but itself.
  'me.profile narrowed': 'token.narrowed',
  'me.update-profile narrowed': 'token.narrowed',
  'me.data narrowed': 'token.narrowed',
  'me.end-everything narrowed': 'token.narrowed',
  'me.requests narrowed': 'token.narrowed',
  'me.ask-for-role narrowed': 'token.narrowed',
  'me.withdraw-request narrowed': 'token.narrowed',
  'me.delete-account narrowed': 'token.narrowed',
  'me.end-session narrowed': 'token.narrowed',
  'me.add-token narrowed': 'token.narrowed',
  'me.end-token narrowed': 'token.narrowed',
  // A rehearsal also needs the right of what it rehearses.
  'users.rehearse holder': 'permission.denied',
  // A plan names users: it also needs the right to list them.
  'stores.rehearse-relink holder': 'permission.denied',
  // Whoever is linked with an entry may stand in the place of somebody else, anywhere in the store.
  'users.relink inside': 'scope.too-wide',
  'groups.relink inside': 'scope.too-wide',
  // A password is changed by the person, in a session.
  'me.change-password narrowed': 'auth.required',
};

/** Null = there is no such case: an operation without a target has no inside and outside. */
export function expected(operation: AnyOperation, who: Administrator): Answer | null {
  const { name, needs, target } = operation;
  const special = further[`${name} ${who}`];
  if (special) return special;
  if (!target && ['inside', 'outside', 'himself', 'above'].includes(who)) return null;
  if (target?.kind !== 'user' && who === 'himself') return null;
  if (who === 'viewing') return needs === 'host' ? 'host.only' : isForViewers(operation) ? 'done' : 'viewing.read-only';
  if (who === 'host') return needs === 'self' ? null : 'done';
  if (needs === 'anyone') return 'done';
  if (who === 'stranger') return 'auth.required';
  if (needs === 'self') return 'done';
  if (needs === 'host') return 'host.only';
  if (who === 'other') return 'permission.denied';
  if (who === 'narrowed') return 'token.narrowed';
  if (who === 'outside') return 'missing';
  if (target?.acts && who === 'himself') return 'self.refused';
  if (target?.acts && who === 'above') return 'target.holds-more';
  return 'done';
}

const words: Readonly<Record<Answer, string>> = {
  done: 'yes',
  'auth.required': 'sign in',
  'host.only': 'host only',
  'permission.denied': 'no',
  'token.narrowed': 'no',
  missing: 'not there',
  'self.refused': 'not himself',
  'target.holds-more': 'holds more',
  'scope.too-wide': 'whole only',
  'viewing.read-only': 'reads only',
};

const head = `# Delegation: who may do what to whom

Printed by \`npm run docs\` from the contracts. \`test/security/delegation.test.ts\` tries every cell on a running world, on both databases.

**yes**: admitted; what is refused after that is about the input. **no**: refused, and the permission is named. **not there**: answered as if the target did not exist.
**reads only**: whoever sees what somebody else sees changes nothing, whoever that is.
**not himself**, **holds more**: rules 15 and 17 – nobody locks himself out, and nobody acts on somebody who may more than he. **whole only**: not with a scope.
An empty cell: there is no such case.
Lists and counts show a helper what his scope covers and nothing else; the columns *inside* and *outside* are about single targets.
`;

export function delegationDocument(): string {
  const who = Object.entries(administrators).map(([name, says]) => `* **${name}**: ${says}`);
  const columns = Object.keys(administrators) as Administrator[];
  const rows = operations.map((operation) =>
    row([
      `\`${operation.name}\``,
      ...columns.map((column) => {
        const answer = expected(operation, column);
        return answer ? words[answer] : '';
      }),
    ]),
  );
  const cells = operations.flatMap((operation) => columns.filter((column) => expected(operation, column))).length;
  return [head, ...who, '', `${operations.length} operations × ${columns.length} kinds, ${cells} cells.`, '', table(['operation', ...columns], rows)].join(
    '\n',
  );
}
