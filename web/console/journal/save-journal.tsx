// What the filters find, as a file: the server makes it while it is sent.
import { Group } from '@mantine/core';
import { exportJournal } from '#journal/contract.ts';
import { addressed } from '../../shared/call/address.ts';
import { Download } from '../../shared/show/download.tsx';
import { story as say } from '../../shared/strings/story.ts';

export function SaveJournal({ filters }: { readonly filters: Readonly<Record<string, string | number>> }) {
  const to = (format: 'csv' | 'json') => addressed(exportJournal, { ...filters, format }).url;
  return (
    <Group gap={4}>
      <Download href={to('csv')} aria-label={`${say.save} ${say.csv}`}>
        {say.csv}
      </Download>
      <Download href={to('json')} aria-label={`${say.save} ${say.json}`}>
        {say.json}
      </Download>
    </Group>
  );
}
