// ⌘K: every screen by name, users, roles and groups as they are typed, and verbs such as “lock anna”.
import { useTimeout } from '@mantine/hooks';
import { Spotlight } from '@mantine/spotlight';
import { useState } from 'react';
import { palette as say } from '../strings/frame.ts';
import { lazily } from './lazily.tsx';
import type { NavGroup } from './navigation.tsx';
import { usePaletteKeys } from './palette-keys.ts';

const PaletteBody = lazily(async () => (await import('./palette-body.tsx')).PaletteBody);

type PaletteProps = { readonly groups: readonly NavGroup[]; readonly findsUsers: boolean };

/** By then the screen is there, and nobody has asked yet. */
const aheadMs = 1_500;

export function Palette({ groups, findsUsers }: PaletteProps) {
  const [query, setQuery] = useState('');
  useTimeout(PaletteBody.ready, aheadMs, { autoInvoke: true });
  usePaletteKeys((typed) => setQuery((before) => before + typed));
  return (
    <Spotlight.Root query={query} onQueryChange={setQuery} shortcut={null} attributes={{ content: { 'aria-label': say.title } }}>
      <PaletteBody groups={groups} findsUsers={findsUsers} query={query} onType={setQuery} />
    </Spotlight.Root>
  );
}
