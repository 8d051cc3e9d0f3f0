// Users and Roles › Jobs: changes of many at once, newest first.
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { listJobs } from '#jobs/contract.ts';
import { usePages } from '../../shared/call/ask.ts';
import { Page } from '../../shared/frame/page.tsx';
import { Failed, Waiting } from '../../shared/frame/states.tsx';
import { When } from '../../shared/show/when.tsx';
import { nav } from '../../shared/strings/access.ts';
import { jobs as say } from '../../shared/strings/jobs.ts';
import { SmallTable } from '../small-table.tsx';
import { isOver, jobTitle } from './job.tsx';

export function ListJobsScreen() {
  const pages = usePages(listJobs, { limit: 50 });
  const rows = pages.rows.map((job) => ({
    id: job.id,
    cells: [
      <Link key="what" to="/jobs/$id" params={{ id: job.id }}>
        {jobTitle(job)}
      </Link>,
      say.states[job.state],
      isOver(job) ? say.job.sums(job.done, job.skipped, job.failed) : say.job.progress(job.done + job.skipped + job.failed, job.total),
      job.by.name || job.by.id,
      <When key="begun" at={job.startedAt} none={say.states.waiting} />,
    ],
  }));
  return (
    <Page title={say.title} crumbs={[{ says: nav.usersAndRoles }]}>
      <p>{say.says}</p>
      {pages.asked.isError && <Failed thrown={pages.asked.error} again={() => void pages.asked.refetch()} />}
      {pages.first ? (
        <Waiting />
      ) : (
        <SmallTable label={say.title} heads={[say.what, say.state, say.progress, say.who, say.begun]} rows={rows} empty={say.nothing} />
      )}
      {pages.more && (
        <Button mt="sm" variant="default" loading={pages.loading} onClick={pages.goOn}>
          {say.more}
        </Button>
      )}
    </Page>
  );
}
