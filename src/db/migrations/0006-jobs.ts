// Plans, the jobs that carry them out, and what links an entry of the journal to what it undid and to its job.
// A plan is a job that nobody has begun; its rows keep the version each object had, and later what became of it.
import type { Step } from '../migrate.ts';
import { words } from '../portable.ts';

export const jobs: Step = {
  number: 6,
  name: 'jobs',
  statements(kind) {
    const { auto, text, int, moment, withoutRowid } = words(kind);
    return [
      `create table jobs (no ${auto}, id text not null unique, state ${text}, act ${text}, summary ${text}, undoes ${text}, actor_kind ${text}, actor_id ${text},
        actor ${text}, created_at ${moment}, ends_at ${moment}, started_at ${moment}, finished_at ${moment}, cancel_at ${moment}, says ${text},
        lease_owner ${text}, lease_until ${moment})`,
      `create index jobs_state on jobs (state, lease_until)`,
      `create index jobs_actor on jobs (actor_id, no)`,
      `create index jobs_undoes on jobs (undoes) where undoes <> ''`,
      `create table job_rows (job_no integer not null references jobs(no) on delete cascade, position integer not null, object_id ${text}, name ${text},
        shown_name ${text}, version ${int}, verdict ${text}, code ${text}, says ${text}, entry ${int}, outcome ${text}, outcome_code ${text}, outcome_says ${text},
        number ${int}, done_at ${moment}, secret ${text}, seen ${text}, primary key (job_no, position)) ${withoutRowid}`,
      `create index job_rows_secret on job_rows (done_at) where secret <> ''`,
      `create table journal_links (number integer primary key, undoes ${int}, job_no ${int})`,
      `create index journal_links_undoes on journal_links (undoes) where undoes > 0`,
      `create index journal_links_job on journal_links (job_no) where job_no > 0`,
    ];
  },
};
