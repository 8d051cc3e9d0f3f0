// What stands in the palette: a combobox with a list, as screen readers know them. Loaded when it is first opened.
import { spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { palette as say } from '../strings/frame.ts';
import type { NavGroup } from './navigation.tsx';
import classes from './palette.module.css';
import { type Found, useFound } from './palette-found.tsx';

type ItemProps = { readonly id: string; readonly item: Found; readonly chosen: boolean; readonly onHover: () => void; readonly onRun: () => void };

function Item({ id, item, chosen, onHover, onRun }: ItemProps) {
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chosen) line.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field takes the keys, and aria-activedescendant tells which line is meant
    <div
      ref={line}
      id={id}
      role="option"
      aria-selected={chosen}
      aria-disabled={item.refused ? true : undefined}
      className={classes.item}
      data-chosen={chosen || undefined}
      onMouseMove={onHover}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onRun}
    >
      <span className={classes.icon}>{item.icon}</span>
      <span className={classes.words}>
        <span className={classes.label}>{item.label}</span>
        {(item.refused || item.description) && <span className={classes.says}>{item.refused || item.description}</span>}
      </span>
    </div>
  );
}

type BodyProps = {
  readonly groups: readonly NavGroup[];
  readonly findsUsers: boolean;
  readonly query: string;
  readonly onType: (query: string) => void;
};

export function PaletteBody({ groups, findsUsers, query, onType }: BodyProps) {
  const list = useId();
  const found = useFound({ groups, findsUsers, query, onType });
  const items = found.flatMap((group) => group.items);
  const [at, setAt] = useState('');
  const index = Math.max(
    0,
    items.findIndex(({ id }) => id === at),
  );
  const chosen = items[index];
  const idOf = (item: Found) => `${list}-${item.id.replace(/\W/g, '-')}`;
  const run = (item: Found | undefined) => {
    if (!item || item.refused) return;
    item.run();
    if (!item.stays) spotlight.close();
  };
  const step = (by: number) => setAt(items[(index + by + items.length) % items.length]?.id ?? '');
  const press = (event: KeyboardEvent) => {
    const keys: Readonly<Record<string, () => void>> = { ArrowDown: () => step(1), ArrowUp: () => step(-1), Enter: () => run(chosen) };
    const does = keys[event.key];
    if (!does || event.nativeEvent.isComposing) return;
    event.preventDefault();
    does();
  };
  return (
    <>
      <div className={classes.field}>
        <IconSearch size={16} aria-hidden />
        <input
          data-autofocus
          className={classes.input}
          role="combobox"
          aria-expanded={items.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={chosen && idOf(chosen)}
          aria-label={findsUsers ? say.placeholder : say.screensPlaceholder}
          placeholder={findsUsers ? say.placeholder : say.screensPlaceholder}
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setAt('');
            onType(event.currentTarget.value);
          }}
          onKeyDown={press}
        />
      </div>
      <div id={list} role="listbox" aria-label={say.found} className={classes.list}>
        {found.map((group) => (
          <div key={group.title} role="group" aria-label={group.title}>
            <div className={classes.group} aria-hidden="true">
              {group.title}
            </div>
            {group.items.map((item) => (
              <Item key={item.id} id={idOf(item)} item={item} chosen={item === chosen} onHover={() => setAt(item.id)} onRun={() => run(item)} />
            ))}
          </div>
        ))}
      </div>
      {items.length === 0 && <output className={classes.nothing}>{say.nothing}</output>}
    </>
  );
}
