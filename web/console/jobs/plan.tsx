// A rehearsal: the plan as a sentence, what rights are lost, who is left out and why, everybody in it, and the one honest button.
import { Button, Group, Tabs } from '@mantine/core';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { carryOut, type Plan, rowsOfPlan, showPlan, type verdicts } from '#jobs/contract.ts';
import { useAsk, useChange, usePages } from '../../shared/call/ask.ts';
import { sentenceOf } from '../../shared/call/problem.ts';
import { Page, Section } from '../../shared/frame/page.tsx';
import { Failed, Waiting } from '../../shared/frame/states.tsx';
import { Banner, Dim } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { When } from '../../shared/show/when.tsx';
import { nav } from '../../shared/strings/access.ts';
import { counted } from '../../shared/strings/counted.ts';
import { jobs as say } from '../../shared/strings/jobs.ts';
import { stores } from '../../shared/strings/stores.ts';
import { users } from '../../shared/strings/users.ts';
import { SmallTable } from '../small-table.tsx';
import classes from './jobs.module.css';
import { RowLink } from './row-link.tsx';

type Verdict = (typeof verdicts)[number];

const verbOf = ({ act, change }: Plan) => say.verb(act.do, act.role?.name ?? act.relink?.domain ?? '', change);
const dangerous = new Set(['lock', 'disable', 'delete', 'take-role', 'reset-password', 'end-sessions']);

export function PlanScreen() {
  const ofUsers = [{ says: nav.usersAndRoles }, { says: users.title, to: '/users' }, { says: say.plan.title }];
  const ofStores = [{ says: nav.configure }, { says: stores.title, to: '/stores' }, { says: say.plan.title }];
  const { id = '' } = useParams({ strict: false }) as { readonly id?: string };
  const asked = useAsk(showPlan, { id });
  const plan = asked.data;
  return (
    <Page title={plan ? verbOf(plan) : say.plan.title} crumbs={plan?.act.do === 'relink' ? ofStores : ofUsers}>
      {asked.isPending && <Waiting />}
      {asked.error && !plan && <Failed thrown={asked.error} again={() => void asked.refetch()} />}
      {plan && <PlanShown plan={plan} />}
    </Page>
  );
}

function PlanShown({ plan }: { readonly plan: Plan }) {
  return (
    <>
      {plan.act.do === 'relink' ? <RelinkSentence plan={plan} /> : <Sentence plan={plan} />}
      {plan.administering.length > 0 && <Administering plan={plan} />}
      {plan.losses.length > 0 && (
        <Section title={say.plan.losses}>
          <ul className={classes.list}>
            {plan.losses.map((loss) => (
              <li key={`${loss.what} ${loss.id}`}>{say.plan.loss(loss.users, loss.name, loss.administrators)}</li>
            ))}
          </ul>
        </Section>
      )}
      {plan.skipped.length > 0 && (
        <Section title={say.plan.skipped}>
          <ul className={classes.list}>
            {plan.skipped.map((each) => (
              <li key={`${each.code} ${each.says}`}>
                {plan.act.do === 'relink' ? counted(each.users) : say.users(each.users)}: {each.says}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {plan.state === 'plan' ? <CarryOut plan={plan} /> : <CarriedOut id={plan.id} />}
      <Rows plan={plan} />
    </>
  );
}

const Sentence = ({ plan }: { readonly plan: Plan }) => (
  <p className={classes.sentence}>
    {plan.change === 0 ? say.plan.nobody : say.plan.sentence(verbOf(plan), plan.skip, plan.unknown)}{' '}
    {plan.administrators > 0 && <strong>{say.plan.administrators(plan.administrators)}</strong>}
  </p>
);

const RelinkSentence = ({ plan }: { readonly plan: Plan }) => (
  <p className={classes.sentence}>
    {plan.change === 0 ? say.plan.relink.nobody : say.plan.relink.sentence(verbOf(plan))}{' '}
    {plan.administrators > 0 && <strong>{say.plan.relink.administrators(plan.administrators)} </strong>}
    {say.plan.relink.rest(plan.skip, plan.unknown)}
  </p>
);

/** A name that comes back may be somebody else. */
function Administering({ plan: { administering, administrators } }: { readonly plan: Plan }) {
  const more = administrators - administering.length;
  return (
    <Section title={say.plan.relink.administering}>
      <Banner tone="warn">{say.plan.relink.administeringSays}</Banner>
      <ul className={classes.list}>
        {administering.map((each) => (
          <li key={each.id}>
            <RowLink row={each} says={each.name} />
          </li>
        ))}
        {more > 0 && <li>{say.plan.relink.moreAdministering(more)}</li>}
      </ul>
    </Section>
  );
}

const CarriedOut = ({ id }: { readonly id: string }) => (
  <Banner
    tone="good"
    action={
      <Link to="/jobs/$id" params={{ id }}>
        {say.plan.toJob}
      </Link>
    }
  >
    {say.plan.carriedOut}
  </Banner>
);

const leavingTo = ({ act: { do: deed, relink } }: Plan) =>
  deed === 'relink' && relink ? ({ to: '/stores/$id', params: { id: relink.store } } as const) : ({ to: '/users' } as const);

function CarryOut({ plan }: { readonly plan: Plan }) {
  const go = useNavigate();
  const start = useChange(carryOut);
  const act = () => start.mutate({ id: plan.id }, { onSuccess: ({ id }) => void go({ to: '/jobs/$id', params: { id }, replace: true }) });
  return (
    <div className={classes.deed}>
      <p>
        {say.plan.ends} <When at={plan.endsAt} />. {say.plan.changed}
      </p>
      {start.error && <Banner tone="bad">{sentenceOf(start.error)}</Banner>}
      <Group gap="xs">
        <DoButton
          needs="self"
          size="md"
          loading={start.isPending}
          disabled={plan.change === 0}
          onClick={act}
          {...(dangerous.has(plan.act.do) ? { color: 'red' } : {})}
        >
          {verbOf(plan)}
        </DoButton>
        <Button size="md" variant="default" onClick={() => void go(leavingTo(plan))}>
          {say.plan.leave}
        </Button>
      </Group>
    </div>
  );
}

function Rows({ plan }: { readonly plan: Plan }) {
  const counts: Readonly<Record<Verdict, number>> = { change: plan.change, skip: plan.skip, unknown: plan.unknown };
  const [verdict, setVerdict] = useState<Verdict>(plan.change > 0 ? 'change' : plan.skip > 0 ? 'skip' : 'unknown');
  return (
    <Section title={say.plan.rows}>
      <Tabs value={verdict} onChange={(value) => value && setVerdict(value as Verdict)} mb="sm">
        <Tabs.List>
          {(['change', 'skip', 'unknown'] as const).map((each) => (
            <Tabs.Tab key={each} value={each} disabled={counts[each] === 0}>
              {each === 'unknown' && plan.act.do === 'relink' ? say.plan.relink.unknown : say.plan.tabs[each]} <Dim>{counted(counts[each])}</Dim>
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={verdict} pt="sm">
          <RowsOf id={plan.id} verdict={verdict} />
        </Tabs.Panel>
      </Tabs>
    </Section>
  );
}

function RowsOf({ id, verdict }: { readonly id: string; readonly verdict: Verdict }) {
  const pages = usePages(rowsOfPlan, { id, verdict, limit: 100 });
  if (pages.first) return <Waiting />;
  const rows = pages.rows.map((row) => ({
    id: String(row.position),
    cells: [<RowLink key="user" row={row} says={row.shownName || row.name} />, <Dim key="name">{row.name}</Dim>, row.says],
  }));
  return (
    <>
      <SmallTable label={say.plan.rows} heads={[say.user, users.columns.userName, verdict === 'change' ? say.how : say.why]} rows={rows} empty="" />
      {pages.more && (
        <Button mt="sm" variant="default" loading={pages.loading} onClick={pages.goOn}>
          {say.more}
        </Button>
      )}
    </>
  );
}
