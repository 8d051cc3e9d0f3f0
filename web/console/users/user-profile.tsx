// The profile of a user: what may be changed as a form, what may not as text with the reason.
import { Button, TextInput, UnstyledButton } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { type User, updateUser } from '#users/contract.ts';
import { useChange } from '../../shared/call/ask.ts';
import { Problem } from '../../shared/call/problem.ts';
import { useUnsaved } from '../../shared/call/unsaved.tsx';
import { Dates, reversed, type Term } from '../../shared/form/dates.tsx';
import { useFaultFocus } from '../../shared/form/fault-focus.ts';
import { faultsOf, useFields } from '../../shared/form/fields.ts';
import formClasses from '../../shared/form/form.module.css';
import { Section } from '../../shared/frame/page.tsx';
import { Banner, Facts, IdText } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { State } from '../../shared/show/state.tsx';
import { told, toldTrouble } from '../../shared/show/toast.tsx';
import { exactly, When } from '../../shared/show/when.tsx';
import { frame } from '../../shared/strings/frame.ts';
import { show } from '../../shared/strings/show.ts';
import { users } from '../../shared/strings/users.ts';
import consoleClasses from '../console.module.css';
import { meanwhile } from './meanwhile.ts';
import { ProfileClash } from './profile-clash.tsx';
import classes from './users.module.css';

const say = users.page;
const names = ['givenName', 'familyName', 'shownName', 'mail', 'phone', 'organisation', 'country', 'language', 'timeZone'] as const;
type Profile = Record<(typeof names)[number], string> & { startsAt: number; endsAt: number };

const profileOf = (user: User): Profile => {
  const { givenName, familyName, shownName, mail, phone, organisation, country, language, timeZone, startsAt, endsAt } = user;
  return { givenName, familyName, shownName, mail, phone, organisation, country, language, timeZone, startsAt, endsAt };
};

/** Only what differs is sent: what is absent stays as it is. */
const changed = (from: Profile, to: Profile) => Object.fromEntries(Object.entries(to).filter(([name, value]) => from[name as keyof Profile] !== value));

const labelOf = (name: keyof Profile) => (name === 'startsAt' || name === 'endsAt' ? say[name] : (say.fields[name] ?? name));

const momentSays = (at: number) => (at > 0 ? exactly(at, Date.now()) : '');

const shownOf = (name: keyof Profile, of: Profile) => (name === 'startsAt' || name === 'endsAt' ? momentSays(of[name]) : of[name]);

function UserFacts({ user }: { readonly user: User }) {
  const attributes = Object.entries(user.attributes).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value] as const);
  const rows = [
    [say.state, <State key="state" of={user} />],
    [users.wizard.kind, show.kind[user.kind]],
    [users.wizard.domain, user.domain],
    [say.lastSignIn, <When key="last" at={user.lastSignInAt} />],
    [say.passwordChanged, <When key="password" at={user.passwordChangedAt} />],
    ...(user.mustChangePassword ? [['', say.mustChange] as const] : []),
    [say.created, <When key="created" at={user.createdAt} />],
    [say.changed, <When key="changed" at={user.changedAt} />],
    ...(user.deletedAt ? [[say.deleted, <When key="deleted" at={user.deletedAt} />] as const] : []),
    ...attributes,
    [say.id, <IdText key="id" id={user.id} />],
  ] as const;
  return <Facts rows={rows} />;
}

export function UserProfile({ user }: { readonly user: User }) {
  const update = useChange(updateUser);
  const shown = useRef<HTMLInputElement>(null);
  const [base, setBase] = useState(user);
  const [stale, setStale] = useState(false);
  const saved = profileOf(base);
  const newest = profileOf(user);
  const fields = useFields<Profile>(saved, (values) => faultsOf(updateUser.input, { id: user.id, ...values }));
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
    for (const name of kept) fields.set(name, fields.values[name]);
    setBase(user);
  };
  const behind = user.version > base.version && !update.isPending;
  // What somebody else changed, and nobody typed here, is simply taken over.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each version that comes
  useEffect(() => {
    if (behind && both.length === 0) rebase(mine);
  }, [user.version, behind, both.length]);
  const clashes = behind ? both.map((name) => ({ field: labelOf(name), theirs: shownOf(name, newest), mine: shownOf(name, fields.values) })) : [];
  const refuse = (thrown: unknown) => {
    if (thrown instanceof Problem && thrown.code === 'version.stale') return setStale(true);
    seek();
    try {
      fields.refuse(thrown);
    } catch (left) {
      toldTrouble(left);
    }
  };
  const save = () => {
    if (clashes.length > 0) return undefined;
    if (!fields.valid || reversed(term)) {
      seek();
      return fields.leaveAll();
    }
    const done = (next: User) => {
      fields.begin(profileOf(next));
      setBase(next);
      setStale(false);
      told(users.done.saved);
    };
    return update.mutate({ id: user.id, version: base.version, ...changed(saved, fields.values) }, { onSuccess: done, onError: refuse });
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
            {names.map((name) => (
              <TextInput
                key={name}
                {...(name === 'shownName' ? { ref: shown } : {})}
                label={say.fields[name]}
                placeholder={say.hints[name]}
                autoComplete="off"
                {...fields.text(name)}
              />
            ))}
          </div>
        </Section>
        <Section title={say.term}>
          <Dates term={term} onChange={setTerm} labels={{ from: say.startsAt, until: say.endsAt }} />
        </Section>
        {stale && clashes.length === 0 && fields.typed && <Banner tone="warn">{say.clash.stale}</Banner>}
        {clashes.length > 0 && (
          <ProfileClash clashes={clashes} onMine={() => rebase(mine)} onTheirs={() => rebase(mine.filter((name) => !both.includes(name)))} />
        )}
        {fields.typed && (
          <div className={consoleClasses.save}>
            <Button variant="subtle" color="gray" onClick={() => rebase([])}>
              {frame.reset}
            </Button>
            <DoButton type="submit" needs={updateUser.needs} refused={clashes.length > 0 ? say.clash.unresolved : undefined} loading={update.isPending}>
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
