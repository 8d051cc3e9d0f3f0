// A user at a glance: a person by initials, a device or a program by icon.
import { IconDeviceDesktop, IconTerminal2 } from '@tabler/icons-react';
import classes from './show.module.css';

const initialsOf = (name: string) => {
  const parts = name.split(/[\s._-]+/u).filter(Boolean);
  const letters = parts.length > 1 ? [parts[0], parts.at(-1)] : [parts[0]];
  return letters
    .map((part) => [...(part ?? '')][0] ?? '')
    .join('')
    .toUpperCase();
};

export function Face({ kind, name }: { readonly kind: string; readonly name: string }) {
  if (kind === 'device')
    return (
      <span className={classes.face} data-kind={kind} aria-hidden="true">
        <IconDeviceDesktop size={14} stroke={1.6} />
      </span>
    );
  if (kind === 'program')
    return (
      <span className={classes.face} data-kind={kind} aria-hidden="true">
        <IconTerminal2 size={14} stroke={1.6} />
      </span>
    );
  return (
    <span className={classes.face} data-kind="person" aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}
