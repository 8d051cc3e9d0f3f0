// Changing many users, first step: how exactly. Then the rehearsal, which shows the plan. Opened by begin-bulk.ts.
import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { rehearse, type Selection } from '#bulk/contract.ts';
import { type Act, type Deed, deeds } from '#jobs/contract.ts';
import { useChange } from '../../shared/call/ask.ts';
import { sentenceOf } from '../../shared/call/problem.ts';
import { useUnsaved } from '../../shared/call/unsaved.tsx';
import { MomentField } from '../../shared/form/dates.tsx';
import { givenAs } from '../../shared/form/giving.tsx';
import { picksReady, type RolePick, RolePicker } from '../../shared/form/pickers.tsx';
import { useAddress } from '../../shared/frame/address.ts';
import { Page, Section } from '../../shared/frame/page.tsx';
import { Note } from '../../shared/frame/states.tsx';
import { Banner } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { nav } from '../../shared/strings/access.ts';
import { jobs as say } from '../../shared/strings/jobs.ts';
import { users } from '../../shared/strings/users.ts';
import { needsOf, useBulkSelection } from './begin-bulk.ts';
import classes from './jobs.module.css';

const isDeed = (text: string | undefined): text is Deed => (deeds as readonly (string | undefined)[]).includes(text);

const saysWho = ({ ids, names }: Selection): string =>
  ids
    ? say.bulk.selected(ids.length)
    : names !== undefined
      ? say.bulk.pasted(names.split('\n').filter((line) => line.trim() !== '').length)
      : say.bulk.matching;

export function BulkScreen() {
  const { address } = useAddress();
  const go = useNavigate();
  const selection = useBulkSelection();
  const crumbs = [{ says: nav.usersAndRoles }, { says: users.title, to: '/users' }];
  if (!selection || !isDeed(address.do))
    return (
      <Page title={say.plan.title} crumbs={crumbs}>
        <Note title={say.bulk.lost} action={<Button onClick={() => void go({ to: '/users' })}>{say.bulk.toUsers}</Button>} />
      </Page>
    );
  return (
    <Page title={say.verbs[address.do].replace(/ (to|of|from|for)$/, '')} crumbs={crumbs}>
      <BulkForm key={address.do} deed={address.do} selection={selection} />
    </Page>
  );
}

function BulkForm({ deed, selection }: { readonly deed: Deed; readonly selection: Selection }) {
  const go = useNavigate();
  const ask = useChange(rehearse);
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState(0);
  const [roles, setRoles] = useState<readonly RolePick[]>([]);
  const ofRole = deed === 'give-role' || deed === 'take-role';
  const role = roles[0];
  const ready = !ofRole || (role !== undefined && (deed === 'take-role' || picksReady(roles)));
  useUnsaved(reason !== '' || until !== 0 || roles.length > 0, ask.isPending);
  const act = (): Act => ({
    do: deed,
    ...(reason.trim() ? { reason: reason.trim() } : {}),
    ...(deed === 'lock' && until > 0 ? { until } : {}),
    ...(ofRole && role ? { role: role.id, ...(deed === 'give-role' ? givenAs(role.giving) : {}) } : {}),
  });
  const show = () =>
    ask.mutate({ select: selection, act: act() }, { onSuccess: ({ id }) => void go({ to: '/plans/$id', params: { id }, ignoreBlocker: true }) });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) show();
      }}
    >
      <Section title={saysWho(selection)} says={say.bulk.says}>
        <Stack gap="md">
          {ofRole && <RolePicker chosen={roles} onChange={(chosen) => setRoles(chosen.slice(-1))} />}
          {deed === 'lock' && <MomentField label={say.bulk.until} description={say.bulk.untilSays} value={until} onChange={setUntil} />}
          <TextInput
            label={say.bulk.reason}
            description={say.bulk.reasonSays}
            value={reason}
            maxLength={200}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {ask.error && <Banner tone="bad">{sentenceOf(ask.error)}</Banner>}
          <Group gap="xs">
            <DoButton needs={needsOf(deed)} type="submit" loading={ask.isPending} disabled={!ready}>
              {say.bulk.rehearse}
            </DoButton>
            <Button variant="default" onClick={() => void go({ to: '/users' })}>
              {say.plan.leave}
            </Button>
          </Group>
        </Stack>
      </Section>
    </form>
  );
}
