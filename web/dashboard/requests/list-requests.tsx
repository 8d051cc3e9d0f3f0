// The queue of requests: accounts, roles and deletions that users ask for, open or decided; each is decided here by whoever may do what is asked for.
import { SegmentedControl, Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import { listRequests, type Request, requestKinds } from '#requests/contract.ts';
import { usePages } from '../../shared/call/ask.ts';
import { useAddress } from '../../shared/frame/address.ts';
import { Page } from '../../shared/frame/page.tsx';
import { Banner, Dim } from '../../shared/show/bits.tsx';
import { useMay } from '../../shared/show/may.tsx';
import { When } from '../../shared/show/when.tsx';
import { requests as say } from '../../shared/strings/requests.ts';
import type { Column } from '../../shared/table/columns.ts';
import { List } from '../../shared/table/list.tsx';
import { DecideSeveral, useSelected } from './decide-several.tsx';
import { type OpenedRequest, RequestActions, RequestDialog, whatOf } from './request-dialog.tsx';

const pageSize = 100;
const nameOf = ({ asker }: Request) => asker.name;

const who = ({ asker }: Request) => (
  <>
    <strong>{asker.name}</strong> {asker.shownName !== asker.name && <Dim>{asker.shownName}</Dim>}
  </>
);
const decisionOf = ({ state, decidedBy }: Request) => say.stateSays(say.states[state], decidedBy);

const columns = (isOpen: boolean): readonly Column<Request>[] => [
  { id: 'who', title: say.heads.who, width: 200, cell: who },
  { id: 'what', title: say.heads.what, width: 220, cell: whatOf },
  { id: 'words', title: say.heads.words, width: 200, grows: true, cell: ({ words }) => <span title={words}>{words}</span> },
  ...(isOpen
    ? [{ id: 'asked', title: say.heads.asked, width: 140, right: true, cell: ({ askedAt }: Request) => <When at={askedAt} /> }]
    : [
        { id: 'state', title: say.heads.state, width: 200, cell: decisionOf },
        { id: 'decided', title: say.decided, width: 140, right: true, cell: ({ decidedAt }: Request) => <When at={decidedAt} /> },
      ]),
];

export function ListRequestsScreen() {
  const { may, because } = useMay(listRequests.needs);
  return (
    <Page title={say.nav} fills>
      {may ? <Queue /> : <Banner>{because}</Banner>}
    </Page>
  );
}

function Queue() {
  const { address, change } = useAddress();
  const isOpen = address.state !== 'decided';
  const kind = requestKinds.find((one) => one === address.kind);
  const pages = usePages(listRequests, { limit: pageSize, state: isOpen ? 'open' : 'decided', ...(kind ? { kind } : {}) });
  const [opened, setOpened] = useState<OpenedRequest | null>(null);
  const cols = useMemo(() => columns(isOpen), [isOpen]);
  const selected = useSelected(pages.rows);
  return (
    <>
      <List
        label={say.nav}
        noun={say.noun}
        columns={cols}
        pages={pages}
        tools={<Choosing isOpen={isOpen} kind={kind ?? ''} onChange={change} />}
        filtered={kind !== undefined}
        onClear={() => change({ kind: undefined }, true)}
        nothing={isOpen ? say.nothing : say.nothingDecided}
        nameOf={nameOf}
        onOpen={(request) => setOpened({ act: 'look', request })}
        actions={(request) => <RequestActions request={request} onOpen={setOpened} />}
        {...(isOpen ? { selecting: selected.selecting } : {})}
        bar={isOpen && selected.rows.length > 0 && <DecideSeveral chosen={selected.rows} onDone={selected.clear} />}
        compact={(request) => (
          <span>
            {who(request)}
            <br />
            <Dim>{whatOf(request)}</Dim>
          </span>
        )}
      />
      {opened && <RequestDialog opened={opened} onClose={() => setOpened(null)} />}
    </>
  );
}

type ChoosingProps = {
  readonly isOpen: boolean;
  readonly kind: string;
  readonly onChange: (values: Readonly<Record<string, string | undefined>>, replace?: boolean) => void;
};

function Choosing({ isOpen, kind, onChange }: ChoosingProps) {
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={say.which}
        value={isOpen ? 'open' : 'decided'}
        onChange={(state) => onChange({ state: state === 'open' ? undefined : state })}
        data={[
          { value: 'open', label: say.open },
          { value: 'decided', label: say.decided },
        ]}
      />
      <Select
        size="xs"
        aria-label={say.kind}
        allowDeselect={false}
        data={[{ value: '', label: say.allKinds }, ...requestKinds.map((value) => ({ value, label: say.kinds[value] }))]}
        value={kind}
        onChange={(chosen) => onChange({ kind: chosen || undefined })}
      />
    </>
  );
}
