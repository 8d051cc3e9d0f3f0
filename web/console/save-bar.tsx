// What stands at the end of a form that is saved as a whole: discard and save, once something is typed; and the form following what was saved elsewhere.
import { Button } from '@mantine/core';
import { useEffect } from 'react';
import type { Fields } from '../shared/form/fields.ts';
import { DoButton } from '../shared/show/may.tsx';
import { frame } from '../shared/strings/frame.ts';
import classes from './console.module.css';

type SaveBarProps<V extends Readonly<Record<string, unknown>>> = {
  readonly fields: Fields<V>;
  /** What is there if nothing is saved. */
  readonly saved: V;
  readonly needs: string;
  readonly busy: boolean;
};

export function SaveBar<V extends Readonly<Record<string, unknown>>>({ fields, saved, needs, busy }: SaveBarProps<V>) {
  if (!fields.typed) return null;
  return (
    <div data-save className={classes.save}>
      <Button variant="subtle" color="gray" onClick={() => fields.begin(saved)}>
        {frame.reset}
      </Button>
      <DoButton type="submit" needs={needs} loading={busy}>
        {frame.save}
      </DoButton>
    </div>
  );
}

/** What was saved elsewhere, or taken back, is shown as long as nobody types here. */
export function useFollowing<V extends Readonly<Record<string, unknown>>>(
  fields: Fields<V>,
  { version, saved }: { readonly version: number; readonly saved: V },
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each version that comes
  useEffect(() => fields.follow(saved), [version]);
}
