// The profile of a user: what may be changed as a form, what may not as text with the reason.
import { Button, TextInput, UnstyledButton } from '@mantine/core';
import { useRef } from 'react';
import { type User, updateUser } from '#users/contract.ts';
import { useChange } from '../../shared/call/ask.ts';
import { useUnsaved } from '../../shared/call/unsaved.tsx';
import { Dates, reversed, type Term } from '../../shared/form/dates.tsx';
import { faultsOf, useFields } from '../../shared/form/fields.ts';
import formClasses from '../../shared/form/form.module.css';
import { Section } from '../../shared/frame/page.tsx';
import { Facts, IdText } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { State } from '../../shared/show/state.tsx';
import { told, toldTrouble } from '../../shared/show/toast.tsx';
import { When } from '../../shared/show/when.tsx';
import { frame } from '../../shared/strings/frame.ts';
import { show } from '../../shared/strings/show.ts';
import { users } from '../../shared/strings/users.ts';
import consoleClasses from '../console.module.css';
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
  const saved = profileOf(user);
  const fields = useFields<Profile>(saved, (values) => faultsOf(updateUser.input, { id: user.id, ...values }));
  useUnsaved(fields.typed);
  const term: Term = { from: fields.values.startsAt, until: fields.values.endsAt };
  const setTerm = (next: Term) => {
    fields.set('startsAt', next.from);
    fields.set('endsAt', next.until);
  };
  const refuse = (thrown: unknown) => {
    try {
      fields.refuse(thrown);
    } catch (left) {
      toldTrouble(left);
    }
  };
  const save = () => {
    if (!fields.valid || reversed(term)) return fields.leaveAll();
    const done = (next: User) => {
      fields.begin(profileOf(next));
      told(users.done.saved);
    };
    return update.mutate({ id: user.id, version: user.version, ...changed(saved, fields.values) }, { onSuccess: done, onError: refuse });
  };
  return (
    <form
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
        {fields.typed && (
          <div className={consoleClasses.save}>
            <Button variant="subtle" color="gray" onClick={() => fields.begin(saved)}>
              {frame.reset}
            </Button>
            <DoButton type="submit" needs={updateUser.needs} loading={update.isPending}>
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
