// Whether somebody has ever signed in becomes one of the packed facts: a list of those who never did asks no other table any more. And the day he was made lies
// beside every sort key, so that a list of those made since asks no row. His first sign-in is the only one that touches the indexes of users; it is counted
// nowhere, since whoever signs in would wait for whoever adds users. What depends on the facts is taken away first, and made again.
import type { Step } from '../migrate.ts';
import type { Kind } from '../portable.ts';
import { type Fact, factsExpression, firstFacts } from '../user-facts.ts';
import { listIndexes } from './0002-lists.ts';
import { inPostgres, lite, postgresTriggers, recopy, sqliteTriggers, type Trigger } from './0002-triggers.ts';

/** The day a user was made lies beside every sort key. On PostgreSQL what has a fixed width comes first: behind a text it is found by reading the text. */
const layout = { sorts: ['created_at', 'changed_at', 'ends_at', 'name_key', 'shown_key', 'mail_key'], beside: ['facts', 'created_at'] };
const facts: readonly Fact[] = [...firstFacts, 'never'];

export const neverSignedIn: Step = {
  number: 28,
  name: 'who has never signed in, among the facts',
  statements: (kind) => [
    // In the order in which everybody takes them: a node that still serves holds neither while it waits for the other.
    ...(kind === 'postgres' ? ['lock table users, user_sign_ins in access exclusive mode'] : []),
    ...ofFacts(kind).map(([name]) => `drop trigger ${name}${kind === 'postgres' ? ` on ${tableOf[name]}` : ''}`),
    ...listIndexes(kind).map(([name]) => `drop index ${name}`),
    'insert into user_sign_ins (user_no, last_sign_in_at) select u.no, 0 from users u where not exists (select 1 from user_sign_ins s where s.user_no = u.no)',
    'alter table users add column signed_in integer not null default 0 check (signed_in in (0, 1))',
    'update users set signed_in = 1 where no in (select user_no from user_sign_ins where last_sign_in_at > 0)',
    'alter table users drop column facts',
    `alter table users add column facts ${kind === 'sqlite' ? 'integer' : 'bigint'} generated always as (${factsExpression(kind, facts)}) ${kind === 'sqlite' ? 'virtual' : 'stored'}`,
    recopy,
    ...listIndexes(kind, layout).map(([, create]) => create),
    ...[...ofFacts(kind), ...firstSignIn(kind)].map(([, create]) => create),
  ],
};

const tableOf: Readonly<Record<string, string>> = { users_copied: 'users', user_sign_ins_added: 'user_sign_ins' };
/** The triggers that speak of the facts. */
const ofFacts = (kind: Kind): readonly Trigger[] => (kind === 'sqlite' ? sqliteTriggers : postgresTriggers).filter(([name]) => name in tableOf);

const begun = 'case when new.last_sign_in_at > 0 then 1 else 0 end';
const follow = `update users set signed_in = ${begun} where no = new.user_no and signed_in <> ${begun};`;
const added = 'after insert on user_sign_ins';
const changed = 'after update of last_sign_in_at on user_sign_ins';
const isBegun = '(new.last_sign_in_at > 0)';
const isChanged = '((new.last_sign_in_at > 0) <> (old.last_sign_in_at > 0))';

/** Whoever writes a last sign-in otherwise than by signing in. */
const firstSignIn = (kind: Kind): readonly Trigger[] =>
  kind === 'sqlite'
    ? [lite('user_sign_ins_begun', `${added} when ${isBegun}`, follow), lite('user_sign_ins_first', `${changed} when ${isChanged}`, follow)]
    : [
        ...inPostgres('user_sign_ins_begun', `${added} for each row when ${isBegun}`, follow),
        ...inPostgres('user_sign_ins_first', `${changed} for each row when ${isChanged}`, follow),
      ];
