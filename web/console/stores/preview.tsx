// The first users and groups of a store as they would be mapped, and those that would be skipped, each with the reason; anew with every change.
import type { ReactNode } from 'react';
import { listAttributes } from '#attributes/contract.ts';
import type { OutputOf } from '#contract.ts';
import type { previewStore } from '#stores/contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import { sentenceOf } from '../../shared/call/problem.ts';
import { titleOf } from '../../shared/form/attributes.ts';
import { Banner, Dim, Tag } from '../../shared/show/bits.tsx';
import { counted } from '../../shared/strings/counted.ts';
import { storeSettings } from '../../shared/strings/store-settings.ts';
import { SmallTable } from '../small-table.tsx';
import type { Tried } from './draft.ts';
import { SkippedTable } from './skipped.tsx';
import classes from './stores.module.css';
import { type Trial, useFollowing } from './trial.ts';

const say = storeSettings.preview;
const settleMs = 500;

type Answer = OutputOf<typeof previewStore>;
type Previewing = { readonly preview: Trial<typeof previewStore>; readonly tried: Tried };

/** Asks by itself as long as it is drawn. `ready` = there is enough to ask with. */
export function PreviewUsers({ preview, tried, ready }: Previewing & { readonly ready: boolean }) {
  useFollowing(preview, tried, { when: ready, afterMs: settleMs });
  const { answer, thrown } = preview;
  return (
    <Frame title={say.title} says={say.says} preview={preview} tried={tried}>
      {!answer && thrown === null && <Dim>{ready ? say.asking : say.waits}</Dim>}
      {thrown !== null && <Banner tone="bad">{sentenceOf(thrown)}</Banner>}
      {answer && <Users users={answer.users} />}
      {answer && answer.skipped.length > 0 && (
        <>
          <span className={classes.hint}>{say.skipped}</span>
          <SkippedTable label={say.skipped} skipped={answer.skipped} />
        </>
      )}
    </Frame>
  );
}

export function PreviewGroups({ preview, tried }: Previewing) {
  if (!preview.answer) return null;
  const rows = preview.answer.groups.map(({ address, name, members }) => ({ id: address, cells: [<strong key="name">{name}</strong>, counted(members)] }));
  return (
    <Frame title={say.groupsTitle} preview={preview} tried={tried}>
      <SmallTable label={say.groups} heads={[say.group, say.members]} rows={rows} empty={say.noGroups} />
    </Frame>
  );
}

/** What is shown stays, dimmed, until the answer to what is typed now is there. */
function Frame({ title, says, preview, tried, children }: Previewing & { readonly title: string; readonly says?: string; readonly children: ReactNode }) {
  const old = preview.asking !== '' || !preview.isOf(tried);
  return (
    <section aria-label={title} aria-live="polite" aria-busy={old} className={classes.preview} data-old={(old && preview.of !== '') || undefined}>
      <h3>{title}</h3>
      {says && <span className={classes.hint}>{says}</span>}
      {children}
    </section>
  );
}

/** These have columns of their own, whatever is mapped. */
const always: readonly string[] = ['shownName', 'mail'];

function Users({ users }: { readonly users: Answer['users'] }) {
  const { data } = useAsk(listAttributes, {});
  const titles = new Map((data?.items ?? []).map((attribute) => [attribute.name, titleOf(attribute)]));
  const more = [...new Set(users.flatMap(({ values }) => Object.keys(values)))].filter((name) => !always.includes(name));
  const rows = users.map((user) => ({
    id: user.address,
    off: user.disabled,
    cells: [
      <span key="name" title={user.address}>
        <strong>{user.name}</strong> {user.disabled && <Tag>{say.disabled}</Tag>}
      </span>,
      user.shownName,
      user.mail,
      ...more.map((name) => (user.values[name] ?? []).join(', ')),
    ],
  }));
  const heads = [say.userName, say.shownName, say.mail, ...more.map((name) => titles.get(name) ?? name)];
  return <SmallTable label={say.users} heads={heads} rows={rows} empty={say.noUsers} />;
}
