// Selected users as a CSV file, written while they come, page after page. What the reader may not see is not there: it is his own list that is written.
import { Button, Group, Modal, Stack } from '@mantine/core';
import { useRef, useState } from 'react';
import { listUsers, showUser, type UserRow } from '#users/contract.ts';
import { useCall } from '../../shared/call/ask.ts';
import type { Call } from '../../shared/call/caller.ts';
import { Problem, sentenceOf } from '../../shared/call/problem.ts';
import { Banner } from '../../shared/show/bits.tsx';
import { told } from '../../shared/show/toast.tsx';
import { frame } from '../../shared/strings/frame.ts';
import { userTable } from '../../shared/strings/user-table.ts';
import type { Column } from '../../shared/table/columns.ts';
import type { Chosen } from './chosen.ts';
import { headLine, rowLines } from './csv.ts';

const say = userTable.export;
const pageSize = 200;

/** The rows of those chosen, some at a time. */
async function* rowsOf(call: Call, chosen: Chosen, signal: AbortSignal): AsyncGenerator<readonly UserRow[]> {
  if ('rows' in chosen) return yield [...chosen.rows];
  if ('names' in chosen) {
    for (const name of chosen.names) {
      const found = await call(showUser, { id: name }, signal).catch((thrown: unknown) => {
        if (thrown instanceof Problem && thrown.status === 404) return null;
        throw thrown;
      });
      if (found) yield [found];
    }
    return;
  }
  let cursor: string | undefined;
  do {
    const page = await call(listUsers, { ...chosen.filter, ...chosen.order, limit: pageSize, ...(cursor ? { cursor } : {}) }, signal);
    yield page.items;
    cursor = page.next;
  } while (cursor);
}

function save(parts: readonly string[]): void {
  const url = URL.createObjectURL(new Blob([...parts], { type: 'text/csv;charset=utf-8' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: say.file });
  link.click();
  URL.revokeObjectURL(url);
}

type ExportProps = { readonly chosen: Chosen; readonly says: string; readonly columns: readonly Column<UserRow>[]; readonly onClose: () => void };

export function ExportUsers({ chosen, says, columns, onClose }: ExportProps) {
  const call = useCall();
  const stopping = useRef<AbortController | null>(null);
  const [done, setDone] = useState<number | null>(null);
  const [trouble, setTrouble] = useState('');
  const write = async (signal: AbortSignal) => {
    const parts = [headLine(columns)];
    let count = 0;
    for await (const rows of rowsOf(call, chosen, signal)) {
      if (signal.aborted) return told(say.stopped(count));
      parts.push(rowLines(columns, rows));
      count += rows.length;
      setDone(count);
    }
    save(parts);
    told(say.done(count));
    onClose();
  };
  const begin = () => {
    stopping.current = new AbortController();
    const { signal } = stopping.current;
    setDone(0);
    setTrouble('');
    write(signal)
      .catch((thrown: unknown) => signal.aborted || setTrouble(sentenceOf(thrown)))
      .finally(() => setDone(null));
  };
  const close = () => {
    stopping.current?.abort();
    onClose();
  };
  return (
    <Modal opened onClose={close} title={say.title} closeOnClickOutside={done === null}>
      <Stack gap="md">
        <span>{say.says(says)}</span>
        <span>{say.columns(columns.map(({ title }) => title).join(', '))}</span>
        <span>{say.guard}</span>
        {trouble && <Banner tone="bad">{trouble}</Banner>}
        <Group justify="flex-end" gap="xs">
          {done !== null && <output>{say.running(done)}</output>}
          <Button variant="default" onClick={close}>
            {done === null ? frame.cancel : say.stop}
          </Button>
          <Button loading={done !== null} onClick={begin}>
            {say.verb}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
