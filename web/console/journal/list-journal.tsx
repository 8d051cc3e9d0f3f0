// Monitor › Journal: every change, newest first; a row opens what was before and what is after.
import { Button, Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useMemo } from 'react';
import { listJournal, verifyJournal } from '#journal/contract.ts';
import { operations } from '#operations.ts';
import { useAsk, useCall, usePages } from '../../shared/call/ask.ts';
import { LightField } from '../../shared/form/light-field.tsx';
import { type Address, useAddress } from '../../shared/frame/address.ts';
import { pagesAhead } from '../../shared/frame/ahead.ts';
import { Page } from '../../shared/frame/page.tsx';
import { choicesOf } from '../../shared/show/deed.ts';
import { useDisplayPath } from '../../shared/show/may.tsx';
import { told, toldTrouble } from '../../shared/show/toast.tsx';
import { nav, journal as say } from '../../shared/strings/access.ts';
import { counted } from '../../shared/strings/counted.ts';
import { List } from '../../shared/table/list.tsx';
import { compactEntry, type EntryRow, entryColumns, rowOf } from './columns.tsx';
import { EntryDialog } from './entry.tsx';
import { JournalFilters, momentsOf } from './filters.tsx';
import { SaveJournal } from './save-journal.tsx';
import { plainName } from './story.ts';

const changes = operations.filter(({ method }) => method !== 'GET').map(({ name }) => name);

function Verify() {
  const call = useCall();
  const verify = useMutation({
    mutationFn: () => call(verifyJournal, {}),
    onError: toldTrouble,
    onSuccess: (found) =>
      found.sound ? told(say.sound(counted(found.entries))) : toldTrouble(new Error(`${say.unsound(found.faults.length)} ${found.faults[0]?.says ?? ''}`)),
  });
  return (
    <Button variant="default" loading={verify.isPending} onClick={() => verify.mutate()}>
      {say.verify}
    </Button>
  );
}

/** The entry that the address opens, also when it stands far below or outside what is looked for. */
function useShown(entry: string | undefined, rows: readonly EntryRow[]): EntryRow | undefined {
  const found = rows.find(({ id }) => id === entry);
  const number = Number(entry);
  const asks = entry !== undefined && !found && Number.isInteger(number) && number > 0;
  const alone = useAsk(listJournal, { number, limit: 1 }, { enabled: asks });
  const item = alone.data?.items.find((each) => String(each.number) === entry);
  return found ?? (item && rowOf(item));
}

const filtersOf = (address: Address) => ({
  ...(address.operation ? { operation: address.operation } : {}),
  ...(address.object ? { object: address.object } : {}),
  ...(address.actor ? { actor: address.actor } : {}),
  ...(address.door ? { door: address.door } : {}),
  ...momentsOf(address),
});
const pageOf = (address: Address) => ({ ...filtersOf(address), limit: 100 });

export function ListJournalScreen() {
  const { address, change } = useAddress();
  const asked = filtersOf(address);
  const pages = usePages(listJournal, pageOf(address));
  const rows = useMemo(() => pages.rows.map(rowOf), [pages.rows]);
  const display = useDisplayPath();
  const [columns, compact] = useMemo(() => [entryColumns(display), compactEntry(display)], [display]);
  const shown = useShown(address.entry, rows);
  const aboutName = plainName(rows.flatMap(({ images }) => images).find(({ id }) => id === address.object)?.name ?? '');
  const choices = useMemo(() => choicesOf('operations', changes), []);
  const tools = (
    <>
      <LightField label={say.operation} says={say.all} width={170} whole={address.operation !== undefined}>
        {(focused) => (
          <Select
            searchable
            clearable
            autoFocus={focused}
            placeholder={say.all}
            aria-label={say.operation}
            w={170}
            data={choices}
            value={address.operation ?? null}
            onChange={(operation) => change({ operation: operation ?? undefined }, true)}
          />
        )}
      </LightField>
      <JournalFilters address={address} aboutName={aboutName} change={change} />
    </>
  );
  return (
    <Page
      title={say.title}
      crumbs={[{ says: nav.monitor }]}
      fills
      action={
        <>
          <SaveJournal filters={asked} />
          <Verify />
        </>
      }
    >
      <List
        name="journal"
        label={say.title}
        noun={say.noun}
        columns={columns}
        pages={{ ...pages, rows }}
        tools={tools}
        filtered={Object.keys(asked).length > 0}
        onClear={() => change({ operation: undefined, object: undefined, actor: undefined, door: undefined, since: undefined, until: undefined }, true)}
        nothing={say.nothing}
        nameOf={(entry) => say.entry(entry.number)}
        onOpen={(entry) => change({ entry: entry.id })}
        compact={compact}
      />
      {shown && <EntryDialog entry={shown} onClose={() => change({ entry: undefined })} />}
    </Page>
  );
}

ListJournalScreen.ahead = pagesAhead(listJournal, pageOf);
