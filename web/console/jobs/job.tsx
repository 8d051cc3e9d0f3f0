// A job: how far it is, what became of everybody, the file of it, the passwords it has made (once), and the way back.
import { Button, Group, Modal, Stack } from '@mantine/core';
import { IconArrowBackUp, IconDownload } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { OutputOf } from '#contract.ts';
import { cancelJob, type Job, passwordsOfJob, resultsFile, resultsOfJob, showJob, undoJob } from '#jobs/contract.ts';
import { addressed } from '../../shared/call/address.ts';
import { refreshAll, useAsk, useChange, useMe, usePages } from '../../shared/call/ask.ts';
import { Page, Section } from '../../shared/frame/page.tsx';
import { Failed, Waiting } from '../../shared/frame/states.tsx';
import { Banner, Copy, Dim, Facts } from '../../shared/show/bits.tsx';
import { Download } from '../../shared/show/download.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { toldTrouble } from '../../shared/show/toast.tsx';
import { When } from '../../shared/show/when.tsx';
import { nav } from '../../shared/strings/access.ts';
import { jobs as say } from '../../shared/strings/jobs.ts';
import { users } from '../../shared/strings/users.ts';
import { SmallTable } from '../small-table.tsx';
import classes from './jobs.module.css';
import { RowLink } from './row-link.tsx';

/** While it runs, the page asks again so often. */
const lookAgainMs = 700;

export const jobTitle = ({ act, total }: Job) => say.verb(act.do, act.role?.name ?? act.relink?.domain ?? '', total);
export const isOver = (job: Job) => job.finishedAt > 0;

export function JobScreen() {
  const { id = '' } = useParams({ strict: false }) as { readonly id?: string };
  const asked = useAsk(showJob, { id });
  const cache = useQueryClient();
  const job = asked.data;
  const running = job !== undefined && !isOver(job);
  useEffect(() => {
    if (!running) return;
    const again = setInterval(() => void cache.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('jobs.') }), lookAgainMs);
    return () => {
      clearInterval(again);
      // It has just ended: every list it may have changed is asked anew.
      void refreshAll(cache);
    };
  }, [running, cache]);
  return (
    <Page title={job ? jobTitle(job) : say.title} crumbs={[{ says: nav.usersAndRoles }, { says: say.title, to: '/jobs' }]} action={job && <Doing job={job} />}>
      {asked.isPending && <Waiting />}
      {asked.error && !job && <Failed thrown={asked.error} again={() => void asked.refetch()} />}
      {job && <JobShown job={job} />}
    </Page>
  );
}

function Doing({ job }: { readonly job: Job }) {
  const me = useMe();
  const go = useNavigate();
  const cancel = useChange(cancelJob);
  const back = useChange(undoJob);
  const mine = job.by.id === me.user.id;
  const file = addressed(resultsFile, { id: job.id }).url;
  const undo = () => back.mutate({ id: job.id }, { onSuccess: ({ id }) => void go({ to: '/plans/$id', params: { id } }), onError: toldTrouble });
  return (
    <Group gap="xs">
      {!isOver(job) && mine && (
        <DoButton
          needs="self"
          variant="default"
          disabled={job.cancelling}
          loading={cancel.isPending}
          onClick={() => cancel.mutate({ id: job.id }, { onError: toldTrouble })}
        >
          {job.cancelling ? say.job.cancelling : say.job.cancel}
        </DoButton>
      )}
      <Download href={file} leftSection={<IconDownload size={15} />}>
        {say.job.download}
      </Download>
      {isOver(job) && job.done > 0 && job.undoneBy === '' && (
        <DoButton needs="self" loading={back.isPending} leftSection={<IconArrowBackUp size={15} />} onClick={undo}>
          {say.job.undo}
        </DoButton>
      )}
    </Group>
  );
}

function JobShown({ job }: { readonly job: Job }) {
  const settled = job.done + job.skipped + job.failed;
  return (
    <>
      <div className={classes.bar}>
        <progress
          className={classes.progress}
          value={settled}
          max={Math.max(1, job.total)}
          aria-label={say.progress}
          data-bad={job.failed > 0 || job.state === 'stopped' || undefined}
        />
        <strong aria-live="polite">
          {say.states[job.state]} · {isOver(job) ? say.job.sums(job.done, job.skipped, job.failed) : say.job.progress(settled, job.total)}
        </strong>
      </div>
      {!isOver(job) && <p>{say.job.leaves}</p>}
      {job.says && <Banner tone="bad">{job.says}</Banner>}
      {job.undoneBy && <Linked says={say.job.undone} to={job.undoneBy} link={say.job.toUndo} />}
      {job.act.job && <Linked says={say.job.undoes} to={job.act.job} link={say.job.toUndone} />}
      {job.passwords > 0 && isOver(job) && <Passwords job={job} />}
      <Section title={say.job.results}>
        <Facts
          rows={[
            [say.who, job.by.name || job.by.id],
            [say.begun, <When key="at" at={job.startedAt} none={say.states.waiting} />],
            ...(job.act.reason ? [[say.bulk.reason, job.act.reason] as const] : []),
          ]}
        />
        <div className={classes.results}>
          <Results id={job.id} />
        </div>
      </Section>
    </>
  );
}

const Linked = ({ says, to, link }: { readonly says: string; readonly to: string; readonly link: string }) => (
  <Banner
    action={
      <Link to="/jobs/$id" params={{ id: to }}>
        {link}
      </Link>
    }
  >
    {says}
  </Banner>
);

type Made = OutputOf<typeof passwordsOfJob>['items'];

function Passwords({ job }: { readonly job: Job }) {
  const me = useMe();
  const take = useChange(passwordsOfJob);
  const [made, setMade] = useState<Made | null>(null);
  if (job.by.id !== me.user.id) return null;
  const show = () => take.mutate({ id: job.id }, { onSuccess: ({ items }) => setMade(items), onError: toldTrouble });
  return (
    <>
      <Banner
        action={
          <Button loading={take.isPending} onClick={show}>
            {say.job.passwords(job.passwords)}
          </Button>
        }
      >
        {say.job.passwordsSays}
      </Banner>
      {made && <PasswordsShown made={made} onClose={() => setMade(null)} />}
    </>
  );
}

function PasswordsShown({ made, onClose }: { readonly made: Made; readonly onClose: () => void }) {
  const rows = made.map((each) => ({
    id: each.id,
    cells: [
      each.name,
      <span key="password" className={classes.secret}>
        {each.temporaryPassword} <Copy text={each.temporaryPassword} />
      </span>,
    ],
  }));
  return (
    <Modal opened onClose={onClose} title={say.job.passwordsTitle} size="lg" closeOnClickOutside={false} closeOnEscape={false}>
      <Stack gap="md">
        <span>
          {say.job.passwordsSays} {say.job.passwordsCopy}: <Copy text={made.map((each) => `${each.name}\t${each.temporaryPassword}`).join('\n')} />
        </span>
        <SmallTable label={say.job.passwordsTitle} heads={[say.job.user, say.job.password]} rows={rows} empty="" />
      </Stack>
    </Modal>
  );
}

function Results({ id }: { readonly id: string }) {
  const pages = usePages(resultsOfJob, { id, limit: 100 });
  if (pages.first) return <Waiting />;
  const rows = pages.rows.map((row) => ({
    id: String(row.position),
    off: row.outcome !== 'done',
    cells: [
      <RowLink key="user" row={row} says={row.shownName || row.name} />,
      <Dim key="name">{row.name}</Dim>,
      say.outcomes[row.outcome],
      row.says,
      row.number > 0 ? (
        <Link key="entry" to="/journal" search={{ entry: String(row.number), object: row.id }}>
          {say.entry(row.number)}
        </Link>
      ) : (
        ''
      ),
    ],
  }));
  return (
    <>
      <SmallTable label={say.job.results} heads={[say.user, users.columns.userName, say.became, say.why, nav.journal]} rows={rows} empty="" />
      {pages.more && (
        <Button mt="sm" variant="default" loading={pages.loading} onClick={pages.goOn}>
          {say.more}
        </Button>
      )}
    </>
  );
}
