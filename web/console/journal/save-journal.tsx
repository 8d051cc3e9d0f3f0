// What the filters find, as a file: the server makes it while it is sent.
import { Button, Group } from '@mantine/core';
import { exportJournal } from '#journal/contract.ts';
import { addressed } from '../../shared/call/address.ts';
import { story as say } from '../../shared/strings/story.ts';

export function SaveJournal({ filters }: { readonly filters: Readonly<Record<string, string | number>> }) {
  const to = (format: 'csv' | 'json') => addressed(exportJournal, { ...filters, format }).url;
  return (
    <Group gap={4}>
      <Button variant="default" component="a" href={to('csv')} download aria-label={`${say.save} ${say.csv}`}>
        {say.csv}
      </Button>
      <Button variant="default" component="a" href={to('json')} download aria-label={`${say.save} ${say.json}`}>
        {say.json}
      </Button>
    </Group>
  );
}
