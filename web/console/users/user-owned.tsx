// The devices and programs that a person answers for, as a tab of his page.
import { Link, useNavigate } from '@tanstack/react-router';
import { addUser, listUsers, type User } from '#users/contract.ts';
import { usePages } from '../../shared/call/ask.ts';
import { Section } from '../../shared/frame/page.tsx';
import { Paging } from '../../shared/frame/states.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { State } from '../../shared/show/state.tsx';
import { When } from '../../shared/show/when.tsx';
import { show } from '../../shared/strings/show.ts';
import { userTable } from '../../shared/strings/user-table.ts';
import { users } from '../../shared/strings/users.ts';
import { SmallTable } from '../small-table.tsx';

const say = users.owned;
const heads = [users.columns.name, userTable.columns.kind, users.columns.state, users.columns.lastSignIn];

export function UserOwned({ user }: { readonly user: User }) {
  const go = useNavigate();
  const pages = usePages(listUsers, { owner: user.id, limit: 50 });
  const rows = pages.rows.map((owned) => ({
    id: owned.id,
    cells: [
      <Link key="name" to="/users/$id" params={{ id: owned.id }}>
        {owned.shownName || owned.userName}
      </Link>,
      show.kind[owned.kind],
      <State key="state" of={owned} />,
      <When key="seen" at={owned.lastSignInAt} />,
    ],
  }));
  return (
    <Section
      title={say.title}
      says={say.says}
      action={
        <DoButton variant="default" needs={addUser.needs} onClick={() => void go({ to: '/users/add', search: { kind: 'device', owner: user.id } })}>
          {say.add}
        </DoButton>
      }
    >
      <Paging pages={pages}>
        <SmallTable label={say.title} heads={heads} rows={rows} empty={say.empty} />
      </Paging>
    </Section>
  );
}
