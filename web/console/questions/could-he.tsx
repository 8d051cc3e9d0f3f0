// Could he? One user, one permission: yes and through what, or no and what is missing.
import { Link } from '@tanstack/react-router';
import type { OutputOf } from '#contract.ts';
import { why } from '#permissions/contract.ts';
import { showUser } from '#users/contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import { useAddress } from '../../shared/frame/address.ts';
import { Section } from '../../shared/frame/page.tsx';
import { Failed } from '../../shared/frame/states.tsx';
import { Banner, Dim } from '../../shared/show/bits.tsx';
import { useDisplayPath } from '../../shared/show/may.tsx';
import { termSays } from '../../shared/show/moments.ts';
import { ScopeText } from '../../shared/show/scope-text.tsx';
import { questions as say } from '../../shared/strings/access.ts';
import { users } from '../../shared/strings/users.ts';
import classes from '../console.module.css';
import { ActorName } from '../journal/actor-name.tsx';
import { SmallTable } from '../small-table.tsx';
import { PermissionField, UserField } from './permission-field.tsx';

type Answer = OutputOf<typeof why>;

function Ways({ answer }: { readonly answer: Answer }) {
  const display = useDisplayPath();
  const rows = answer.paths.map((path, index) => ({
    id: String(index),
    cells: [
      <Link key="role" to="/roles/$id" params={{ id: path.role.id }}>
        {path.role.name}
      </Link>,
      path.through.length > 0 ? say.through(path.through.map((group) => group.name).join(' › ')) : users.roles.direct,
      display(path.node),
      termSays(path),
      <ScopeText key="scope" scope={path.scope} />,
      <ActorName key="by" id={path.givenBy} at={path.givenAt} />,
    ],
  }));
  return (
    <Section title={say.because}>
      <SmallTable
        label={say.because}
        heads={[users.roles.role, users.roles.through, say.permission, users.roles.term, users.roles.scope, users.roles.givenBy]}
        rows={rows}
        empty=""
      />
    </Section>
  );
}

export function CouldHe() {
  const { address, change } = useAddress();
  const user = address.user ?? '';
  const permission = address.permission ?? '';
  const both = user !== '' && permission !== '';
  const named = useAsk(showUser, { id: user }, { enabled: user !== '' });
  const asked = useAsk(why, { user, permission }, { enabled: both });
  const name = named.data?.shownName || named.data?.userName || '';
  return (
    <>
      <div className={classes.ask}>
        <UserField value={user} onChange={(id) => change({ user: id })} />
        <PermissionField value={permission} onChange={(path) => change({ permission: path })} />
      </div>
      {!both && <Dim>{say.chooseBoth}</Dim>}
      {both && asked.error && <Failed thrown={asked.error} again={() => void asked.refetch()} />}
      {both && asked.data && name && <Banner tone={asked.data.allowed ? 'good' : 'warn'}>{asked.data.allowed ? say.yes(name) : say.no(name)}</Banner>}
      {both && asked.data && asked.data.paths.length > 0 && <Ways answer={asked.data} />}
      {both && asked.data && asked.data.missing.length > 0 && (
        <Section title={say.missing}>
          <ul>
            {asked.data.missing.map((each) => (
              <li key={each.says}>{each.says}</li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}
