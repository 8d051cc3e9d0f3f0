// Where in the row keys those begin who were made lately: for each span of row keys, the day on which the newest of them was made. Row keys rise with that day,
// but for whoever came from elsewhere with an older one. A list of them in an order in which very many are equal leaps over the rest. The day is rounded up,
// so that a span is written once a day at most. And an index that is empty as long as nobody was changed before he was made.
import type { Step } from '../migrate.ts';
import { words } from '../portable.ts';
import { spanBits } from '../user-facts.ts';
import { inPostgres, lite } from './0002-triggers.ts';

const dayMilliseconds = 86_400_000;
const spanOf = (row: string) => `(${row}.no >> ${spanBits})`;
const newestOf = (row: string) => `((${row}.created_at / ${dayMilliseconds} + 1) * ${dayMilliseconds})`;

/** Everything anew, from the rows. */
export const spanAnew: readonly string[] = [
  'delete from user_spans',
  `insert into user_spans (span, newest) select ${spanOf('u')}, max(${newestOf('u')}) from users u group by 1`,
];

const isCovered = `exists (select 1 from user_spans s where s.span = ${spanOf('new')} and s.newest >= new.created_at)`;
const cover = `insert into user_spans (span, newest) values (${spanOf('new')}, ${newestOf('new')})
  on conflict (span) do update set newest = excluded.newest where user_spans.newest < excluded.newest;`;

export const spans: Step = {
  number: 29,
  name: 'row keys of those made lately',
  statements(kind) {
    const { moment } = words(kind);
    const triggers =
      kind === 'sqlite'
        ? [
            lite('users_spanned', `after insert on users when not ${isCovered}`, cover),
            lite('users_respanned', `after update of created_at on users when not ${isCovered}`, cover),
          ]
        : [
            ...inPostgres('users_spanned', 'after insert on users for each row', `if not ${isCovered} then ${cover} end if;`),
            [
              'users_respanned',
              'create trigger users_respanned after update of created_at on users for each row when (new.created_at > old.created_at) execute function reeve_users_spanned()',
            ] as const,
          ];
    return [
      `create table user_spans (span integer primary key, newest ${moment})`,
      ...spanAnew,
      'create index users_changed_before on users (no) where changed_at < created_at',
      ...triggers.map(([, create]) => create),
    ];
  },
};
