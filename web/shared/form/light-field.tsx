// A field to choose from that is drawn whole when somebody comes to it, by hand or by key: four of them take a browser as long as all the rest of a list's screen.
// Called by rows of filters, for those that stand empty. Looks, and is announced, like the one that takes its place.
import { Combobox, Input } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { flushSync } from 'react-dom';

type LightFieldProps = {
  readonly label: string;
  /** What stands in it while nothing is chosen. */
  readonly says: string;
  readonly width: number;
  /** It has something to show from the beginning: what is chosen, or why nothing may be. */
  readonly whole: boolean;
  /** `focused`: it was come to by key, so it has the focus now. */
  readonly children: (focused: boolean) => ReactNode;
};

export function LightField({ label, says, width, whole, children }: LightFieldProps) {
  const [come, setCome] = useState<'near' | 'into' | null>(null);
  // One that began with something to show stays whole when it is emptied: somebody is in it.
  if (whole && come === null) setCome('near');
  // At once: whoever presses in the same moment presses what has taken its place.
  const near = () => flushSync(() => setCome('near'));
  if (whole || come) return children(come === 'into');
  return (
    <Input
      role="combobox"
      aria-expanded={false}
      aria-haspopup="listbox"
      aria-label={label}
      placeholder={says}
      w={width}
      rightSection={<Combobox.Chevron />}
      onPointerEnter={near}
      onFocus={() => setCome('into')}
    />
  );
}
