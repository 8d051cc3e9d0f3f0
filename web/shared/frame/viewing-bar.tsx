// Over every screen, for who sees it as another does: whose eyes these are, until when, and the way back.
import { Button } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useEffect } from 'react';
import { endViewing } from '#sessions/contract.ts';
import { useCall, useMe } from '../call/ask.ts';
import { endViewingHere, hasEndedUnasked } from '../call/viewing.ts';
import { timeOf } from '../show/moments.ts';
import { told, toldTrouble } from '../show/toast.tsx';
import { frame } from '../strings/frame.ts';
import classes from './frame.module.css';

const say = frame.viewing;

export function ViewingBar() {
  const { user, viewing } = useMe();
  const call = useCall();
  useEffect(() => {
    if (hasEndedUnasked()) told(say.ended);
  }, []);
  if (!viewing) return null;
  const end = () => void call(endViewing, { viewing: viewing.id }).then(() => endViewingHere(false), toldTrouble);
  return (
    <section className={classes.viewing} aria-label={say.label}>
      <IconEye size={16} aria-hidden />
      <span className={classes.viewingSays}>{say.says(user.shownName || user.userName, timeOf(viewing.endsAt))}</span>
      <Button size="compact-sm" variant="default" onClick={end}>
        {say.end(viewing.by.shownName || viewing.by.userName)}
      </Button>
    </section>
  );
}
