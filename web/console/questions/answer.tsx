// The answer to one question: he may and through what, or he may not and what is missing.
// The screen of questions and a user's page show it; who asks, and how, they know.
import { Link } from '@tanstack/react-router';
import type { OutputOf } from '#contract.ts';
import { why } from '#permissions/contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import { Section } from '../../shared/frame/page.tsx';
import { Failed } from '../../shared/frame/states.tsx';
import { Banner } from '../../shared/show/bits.tsx';
import { useDisplayPath } from '../../shared/show/may.tsx';
import { termSays } from '../../shared/show/moments.ts';
import { ScopeText } from '../../shared/show/scope-text.tsx';
import { questions as say } from '../../shared/strings/access.ts';
import { users } from '../../shared/strings/users.ts';
import { ActorName } from '../journal/actor-name.tsx';
import { SmallTable } from '../small-table.tsx';
import { missingSays } from './missing-says.ts';

type Found = OutputOf<typeof why>;
const heads = [users.roles.role, users.roles.through, say.permission, users.roles.term, users.roles.scope, users.roles.givenBy];

function Ways({ found }: { readonly found: Found }) {
  const display = useDisplayPath();
  const rows = found.paths.map((path, index) => ({
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
      <SmallTable label={say.because} heads={heads} rows={rows} empty="" />
    </Section>
  );
}

function MissingList({ found }: { readonly found: Found }) {
  const display = useDisplayPath();
  return (
    <Section title={say.missing}>
      <ul>
        {found.missing.map((each) => (
          <li key={each.says}>{missingSays(each, display)}</li>
        ))}
      </ul>
    </Section>
  );
}

type AnswerProps = { readonly user: string; readonly name: string; readonly permission: string; readonly on?: string };

export function Answer({ user, name, permission, on = '' }: AnswerProps) {
  const asked = useAsk(why, { user, permission, ...(on ? { on } : {}) });
  const found = asked.data;
  if (asked.error) return <Failed thrown={asked.error} again={() => void asked.refetch()} />;
  if (!found || name === '') return null;
  return (
    <div aria-live="polite">
      <Banner tone={found.allowed ? 'good' : 'warn'}>{found.allowed ? say.yes(name) : say.no(name)}</Banner>
      {found.paths.length > 0 && <Ways found={found} />}
      {found.missing.length > 0 && <MissingList found={found} />}
    </div>
  );
}
