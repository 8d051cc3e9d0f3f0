// The profile of a user: what may be changed as a form, what may not as text with the reason.
import { Button, UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { type Attribute, listAttributes } from '#attributes/contract.ts';
import type { OutputOf } from '#contract.ts';
import { type showUser, type User, updateUser } from '#users/contract.ts';
import { useAsk, useChange } from '../../shared/call/ask.ts';
import { Problem, sentenceOf } from '../../shared/call/problem.ts';
import { useRefusals } from '../../shared/call/refusals.ts';
import { useUndo } from '../../shared/call/undo.ts';
import { useUnsaved } from '../../shared/call/unsaved.tsx';
import { AttributeField } from '../../shared/form/attribute-field.tsx';
import { fieldOf, givenBy, isAskedOf, titleOf, type Values, valuesOf } from '../../shared/form/attributes.ts';
import { Dates, reversed, type Term } from '../../shared/form/dates.tsx';
import { useFaultFocus } from '../../shared/form/fault-focus.ts';
import { faultsOf, useFields } from '../../shared/form/fields.ts';
import formClasses from '../../shared/form/form.module.css';
import { UserField } from '../../shared/form/user-field.tsx';
import { Section } from '../../shared/frame/page.tsx';
import { Failed, Waiting } from '../../shared/frame/states.tsx';
import { Banner, Facts, IdText } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { exactly } from '../../shared/show/moments.ts';
import { State } from '../../shared/show/state.tsx';
import { told } from '../../shared/show/toast.tsx';
import { When } from '../../shared/show/when.tsx';
import { tokens } from '../../shared/strings/access.ts';
import { frame } from '../../shared/strings/frame.ts';
import { mail } from '../../shared/strings/mail.ts';
import { show } from '../../shared/strings/show.ts';
import { users } from '../../shared/strings/users.ts';
import consoleClasses from '../console.module.css';
import { ActorName } from '../journal/actor-name.tsx';
import { MailConfirmed } from './invitation.tsx';
import { LivesIn } from './lives-in.tsx';
import { meanwhile } from './meanwhile.ts';
import { ProfileClash } from './profile-clash.tsx';
import classes from './users.module.css';

const say = users.page;
/** Beside what the definitions ask for: who answers for it, and when he may act. */
type Profile = Values & { readonly owner: string; readonly startsAt: number; readonly endsAt: number };
type ShownUser = OutputOf<typeof showUser>;
type Known = { readonly user: ShownUser; readonly attributes: readonly Attribute[] };

const profileOf = ({ user, attributes }: Known): Profile => {
  const { owner, startsAt, endsAt } = user;
  // Texts by the names of fields, and two moments beside them.
  return { ...valuesOf(attributes, user), owner, startsAt, endsAt } as Profile;
};

/** Only what differs is sent: what is absent stays as it is. */
function changed(attributes: readonly Attribute[], from: Profile, to: Profile) {
  const own = (['owner', 'startsAt', 'endsAt'] as const).filter((field) => from[field] !== to[field]).map((field) => [field, to[field]] as const);
  return { ...givenBy(attributes, from, to), ...Object.fromEntries(own) };
}

function UserFacts({ user }: { readonly user: ShownUser }) {
  const rows = [
    [say.state, <State key="state" of={user} />],
    [users.wizard.kind, show.kind[user.kind]],
    [users.wizard.domain, <LivesIn key="domain" domain={user.domain} />],
    ...(user.owner ? [[say.owner, <ActorName key="owner" id={user.owner} at={0} />] as const] : []),
    ...(user.mail ? [[mail.invitation.confirmed, <MailConfirmed key="mail" id={user.id} />] as const] : []),
    [say.lastSignIn, <When key="last" at={user.lastSignInAt} />],
    // A device or program has tokens instead, unless somebody gave it a password all the same. Of a password that is kept elsewhere nobody here knows.
    ...((user.kind === 'person' && user.domain === 'PRIMARY') || user.passwordChangedAt > 0
      ? [[say.passwordChanged, <When key="password" at={user.passwordChangedAt} />] as const]
      : []),
    ...(user.passwordEndsAt ? [[say.passwordEnds, <When key="ends" at={user.passwordEndsAt} />] as const] : []),
    ...(user.kind === 'person'
      ? []
      : [
          [
            say.credentials,
            <Link key="tokens" to="/users/$id" params={{ id: user.id }} search={{ tab: 'tokens' }}>
              {tokens.title}
            </Link>,
          ] as const,
        ]),
    ...(user.mustChangePassword ? [['', say.mustChange] as const] : []),
    [say.created, <When key="created" at={user.createdAt} />],
    [say.changed, <When key="changed" at={user.changedAt} />],
    ...(user.deletedAt ? [[say.deleted, <When key="deleted" at={user.deletedAt} />] as const] : []),
    [say.id, <IdText key="id" id={user.id} />],
  ] as const;
  return <Facts rows={rows} />;
}

const momentSays = (at: number) => (at > 0 ? exactly(at, Date.now()) : '');

/** What a field is called, and what stands in it, for a sentence about both. */
function spoken(attributes: readonly Attribute[], name: string) {
  if (name === 'startsAt' || name === 'endsAt') return { label: say[name], text: (of: Profile) => momentSays(of[name]) };
  if (name === 'owner') return { label: say.owner, text: (of: Profile) => of.owner };
  const attribute = attributes.find((each) => fieldOf(each) === name);
  return { label: attribute ? titleOf(attribute) : name, text: (of: Profile) => of[name] ?? '' };
}

export function UserProfile({ user }: { readonly user: User }) {
  const asked = useAsk(listAttributes, {});
  if (!asked.data) return asked.error ? <Failed thrown={asked.error} again={() => void asked.refetch()} /> : <Waiting />;
  const isSet = (attribute: Attribute) => Object.hasOwn(user.attributes, attribute.name);
  const attributes = asked.data.items.filter((each) => each.see !== 'nobody' && (each.builtIn || isAskedOf(each, user.kind) || isSet(each)));
  return <ProfileForm user={user} attributes={attributes} />;
}

const fixedOf = ({ change }: Attribute) => (change === 'nobody' ? say.setOnce : undefined);

function ProfileForm({ user, attributes }: Known) {
  const update = useChange(updateUser);
  const undo = useUndo();
  const rule = useRefusals('user', user.id);
  const shown = useRef<HTMLInputElement>(null);
  const [base, setBase] = useState(user);
  const [stale, setStale] = useState(false);
  const [trouble, setTrouble] = useState('');
  const saved = profileOf({ user: base, attributes });
  const newest = profileOf({ user, attributes });
  const fields = useFields<Profile>(saved, (values) => faultsOf(updateUser.input, { id: user.id, ...changed(attributes, saved, values) }));
  const { around, seek } = useFaultFocus<HTMLFormElement>();
  useUnsaved(fields.typed);
  const term: Term = { from: fields.values.startsAt, until: fields.values.endsAt };
  const setTerm = (next: Term) => {
    fields.set('startsAt', next.from);
    fields.set('endsAt', next.until);
  };
  const { mine, both } = meanwhile(saved, newest, fields.values);
  /** Goes on from what is saved now, with these of what was typed. */
  const rebase = (kept: readonly (keyof Profile)[]) => {
    fields.begin(newest);
    // Some of the values that are there.
    for (const name of kept) fields.set(name, fields.values[name] as Profile[typeof name]);
    setBase(user);
  };
  const behind = user.version > base.version && !update.isPending;
  // What somebody else changed, and nobody typed here, is simply taken over.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each version that comes
  useEffect(() => {
    if (!behind || both.length > 0) return;
    fields.rebase(newest);
    setBase(user);
  }, [user.version, behind, both.length]);
  const clashes = behind
    ? both.map((name) => {
        const { label, text } = spoken(attributes, String(name));
        return { field: label, theirs: text(newest), mine: text(fields.values) };
      })
    : [];
  const refuse = (thrown: unknown) => {
    if (thrown instanceof Problem && thrown.code === 'version.stale') return setStale(true);
    seek();
    fields.refuse(thrown, (left) => setTrouble(sentenceOf(left)));
  };
  const save = () => {
    if (clashes.length > 0) return undefined;
    if (!fields.valid || reversed(term)) {
      seek();
      return fields.leaveAll();
    }
    setTrouble('');
    const done = (next: User) => {
      fields.begin(profileOf({ user: next, attributes }));
      setBase(next);
      setStale(false);
      told(users.done.saved, undo(next));
    };
    return update.mutate({ id: user.id, version: base.version, ...changed(attributes, saved, fields.values) }, { onSuccess: done, onError: refuse });
  };
  return (
    <form
      ref={around}
      className={consoleClasses.two}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <div>
        <Section title={say.identity}>
          <div className={formClasses.fixed}>
            <div className={formClasses.fixedName}>{user.userName}</div>
            <div>{say.fixedSays}</div>
            <UnstyledButton className={classes.linkish} onClick={() => shown.current?.focus()}>
              {say.changeShown}
            </UnstyledButton>
          </div>
        </Section>
        <Section title={say.person}>
          <div className={formClasses.pair}>
            {attributes.map((attribute) => (
              <AttributeField
                key={attribute.id}
                {...(attribute.name === 'shownName' ? { box: shown } : {})}
                attribute={attribute}
                value={fields.values[fieldOf(attribute)] ?? ''}
                error={fields.faultOf(fieldOf(attribute))}
                fixed={fixedOf(attribute)}
                onChange={(value) => fields.set(fieldOf(attribute), value)}
                onLeave={() => fields.blur(fieldOf(attribute))}
              />
            ))}
          </div>
        </Section>
        {user.kind !== 'person' && (
          <Section title={say.owner}>
            <UserField
              label={say.owner}
              description={say.ownerSays}
              kind="person"
              error={fields.faultOf('owner')}
              value={fields.values.owner}
              onChange={(id) => fields.set('owner', id ?? '')}
            />
          </Section>
        )}
        <Section title={say.term}>
          <Dates term={term} onChange={setTerm} labels={{ from: say.startsAt, until: say.endsAt }} />
        </Section>
        {stale && clashes.length === 0 && fields.typed && <Banner tone="warn">{say.clash.stale}</Banner>}
        {trouble && fields.typed && <Banner tone="bad">{trouble}</Banner>}
        {clashes.length > 0 && (
          <ProfileClash clashes={clashes} onMine={() => rebase(mine)} onTheirs={() => rebase(mine.filter((name) => !both.includes(name)))} />
        )}
        {fields.typed && (
          <div data-save className={consoleClasses.save}>
            <Button variant="subtle" color="gray" onClick={() => rebase([])}>
              {frame.reset}
            </Button>
            <DoButton type="submit" needs={updateUser.needs} refused={clashes.length > 0 ? say.clash.unresolved : rule(updateUser)} loading={update.isPending}>
              {frame.save}
            </DoButton>
          </div>
        )}
      </div>
      <Section title={say.facts}>
        <UserFacts user={user} />
      </Section>
    </form>
  );
}
