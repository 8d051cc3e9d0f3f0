// The menu of a row's actions: one for the whole table, since one for each row would cost more than the row itself.
import { Menu } from '@mantine/core';
import { type ReactNode, type RefCallback, useEffect, useId, useLayoutEffect, useState } from 'react';

/** Closed, it stays where it was: from there the focus goes back. */
type Place = { readonly row: string; readonly button: HTMLElement; readonly open: boolean };

/** `isShown`: whether a row stands on the screen. With its row the menu goes, and does not come back with it. */
export function useRowMenu(isShown: (row: string) => boolean) {
  const id = useId();
  const [place, setPlace] = useState<Place | null>(null);
  const isLost = place?.open === true && !isShown(place.row);
  useEffect(() => {
    if (isLost) setPlace((now) => now && { ...now, open: false });
  }, [isLost]);
  return {
    id,
    place,
    toggle: (row: string, button: HTMLElement) => setPlace((now) => ({ row, button, open: !(now?.open && now.row === row) })),
    close: () => setPlace((now) => now && { ...now, open: false }),
    /** The name of the menu while it is this row's. */
    of: (row: string) => (place?.open && place.row === row ? id : undefined),
  };
}

/** What the button of a row says of its menu; Mantine makes the same names from the menu's own. */
export const buttonOf = (menu: string | undefined) => ({
  'aria-haspopup': 'menu' as const,
  'aria-expanded': menu !== undefined,
  ...(menu === undefined ? {} : { id: menu, 'aria-controls': `${menu}-dropdown` }),
});

type RowMenuProps = {
  readonly id: string;
  /** Its name is the menu's. Null = none was pressed yet. */
  readonly button: HTMLElement | null;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/** There also while it is closed: what had the focus when it opens is to have it again. */
export function RowMenu({ id, button, open, onClose, children }: RowMenuProps) {
  return (
    <Menu id={id} opened={open} onChange={(next) => !next && onClose()} position="bottom-end" withinPortal>
      <Menu.Target>
        <At element={button} />
      </Menu.Target>
      {open && <Menu.Dropdown>{children}</Menu.Dropdown>}
    </Menu>
  );
}

/** Draws nothing: the menu stands at an element that is there already. */
function At({ element, ref }: { readonly element: HTMLElement | null; readonly ref?: RefCallback<HTMLElement> }) {
  useLayoutEffect(() => ref?.(element), [element, ref]);
  return null;
}
