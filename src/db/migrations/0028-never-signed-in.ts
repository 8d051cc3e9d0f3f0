// Whether somebody has ever signed in becomes one of the packed facts, and is counted: a list of those who never did asks no other table any more. And the day
// he was made lies beside every sort key, so that a list of those made since asks no row. His first sign-in is the only one that touches the indexes of users. What depends on the facts is taken away first, and made again.
import type { Step } from '../migrate.ts';
import type { Kind } from '../portable.ts';
import { type Fact, factsExpression, firstFacts } from '../user-facts.ts';
import { listIndexes } from './0002-lists.ts';
import { counted, inPostgres, listTriggers, lite, recopy, type Trigger } from './0002-triggers.ts';

/** The day a user was made lies beside every sort key. On PostgreSQL what has a fixed width comes first: behind a text it is found by reading the text. */
const layout = { sorts: ['created_at', 'changed_at', 'ends_at', 'name_key', 'shown_key', 'mail_key'], beside: ['facts', 'created_at'] };
const facts: readonly Fact[] = [...firstFacts, 'never'];

export const neverSignedIn: Step = {
  number: 28,
  name: 'who has never signed in, among the facts',
  statements: (kind) => [
    ...triggersOf(kind).map(([name]) => `drop trigger ${name}${kind === 'sqlite' ? '' : ` on ${tableOf(name)}`}`),
    ...listIndexes(kind).map(([name]) => `drop index ${name}`),
    'alter table users add column signed_in integer not null default 0 check (signed_in in (0, 1))',
    'update users set signed_in = 1 where no in (select user_no from user_sign_ins where last_sign_in_at > 0)',
    'alter table users drop column facts',
    `alter table users add column facts ${kind === 'sqlite' ? 'integer' : 'bigint'} generated always as (${factsExpression(kind, facts)}) ${kind === 'sqlite' ? 'virtual' : 'stored'}`,
    recopy,
    `insert into filter_counts (dim, val, n) select 'fact', 'never', count(*) from users where signed_in = 0 and deleted_at = 0 having count(*) > 0`,
    ...listIndexes(kind, layout).map(([, create]) => create),
    ...[...listTriggers(kind, counted), ...firstSignIn(kind)].map(([, create]) => create),
  ],
};

/** Those that are there before this step. */
const triggersOf = (kind: Kind): readonly Trigger[] => listTriggers(kind, counted).filter(([name]) => name !== '');
const tableOf = (trigger: string) => trigger.replace(/_(?:added|removed|recounted|copied|renamed)$/, '');

const follow = 'update users set signed_in = case when new.last_sign_in_at > 0 then 1 else 0 end where no = new.user_no;';
const begun = 'after insert on user_sign_ins';
const changed = 'after update of last_sign_in_at on user_sign_ins';
const isBegun = '(new.last_sign_in_at > 0)';
const isChanged = '((new.last_sign_in_at > 0) <> (old.last_sign_in_at > 0))';

const firstSignIn = (kind: Kind): readonly Trigger[] =>
  kind === 'sqlite'
    ? [lite('user_sign_ins_begun', `${begun} when ${isBegun}`, follow), lite('user_sign_ins_first', `${changed} when ${isChanged}`, follow)]
    : [
        ...inPostgres('user_sign_ins_begun', `${begun} for each row when ${isBegun}`, follow),
        ...inPostgres('user_sign_ins_first', `${changed} for each row when ${isChanged}`, follow),
      ];
