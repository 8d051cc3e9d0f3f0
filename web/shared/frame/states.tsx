// A screen that is not there yet, could not be loaded, or broke.
import { Button } from '@mantine/core';
import { useTimeout } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { isMissing, sentenceOf } from '../call/problem.ts';
import { Banner } from '../show/bits.tsx';
import { frame as say } from '../strings/frame.ts';
import classes from './states.module.css';
import { useTitle } from './title.ts';

/** Waiting shorter than this shows nothing at all: a flicker is slower than a pause. */
const patienceMs = 300;

export function useLate(): boolean {
  const [late, setLate] = useState(false);
  useTimeout(() => setLate(true), patienceMs, { autoInvoke: true });
  return late;
}

export function Waiting() {
  return useLate() ? (
    <output className={classes.centre}>
      <span className={classes.pulse} aria-hidden="true" />
      <span>{say.loading}</span>
    </output>
  ) : null;
}

type NoteProps = { readonly title: string; readonly children?: ReactNode; readonly action?: ReactNode };

export function Note({ title, children, action }: NoteProps) {
  return (
    <div className={classes.centre}>
      <strong>{title}</strong>
      {children && <span className={classes.says}>{children}</span>}
      {action}
    </div>
  );
}

export function Failed({ thrown, again }: { readonly thrown: unknown; readonly again: () => void }) {
  return (
    <div role="alert">
      <Note
        title={say.failed}
        action={
          <Button variant="default" onClick={again}>
            {say.again}
          </Button>
        }
      >
        {sentenceOf(thrown)}
      </Note>
    </div>
  );
}

type Asked = { readonly error: unknown; readonly refetch: () => unknown };

/** The page of one thing while that is not there: still loading, not to be loaded, or no such thing. */
export function NotThere({ asked, noSuch }: { readonly asked: Asked; readonly noSuch: string }) {
  const { error } = asked;
  const missing = isMissing(error);
  useTitle(missing ? noSuch : error ? say.failed : '');
  if (!error) return <Waiting />;
  if (missing) return <Note title={noSuch} />;
  return <Failed thrown={error} again={() => void asked.refetch()} />;
}

type Paged = { readonly first: boolean; readonly more: boolean; readonly cut: boolean; readonly loading: boolean; readonly goOn: () => void };

/** After the rows of a list that is paged by a button: how to go on, or why the rest did not come. */
export function Rest({ pages }: { readonly pages: Paged & { readonly asked: { readonly error: unknown } } }) {
  if (pages.cut)
    return (
      <Banner
        tone="bad"
        action={
          <Button size="compact-xs" variant="default" onClick={pages.goOn}>
            {say.again}
          </Button>
        }
      >
        {say.restFailed} {sentenceOf(pages.asked.error)}
      </Banner>
    );
  if (!pages.more) return null;
  return (
    <Button mt="sm" variant="default" loading={pages.loading} onClick={pages.goOn}>
      {say.more}
    </Button>
  );
}

/** A list that is paged by a button, in each of its states. */
export function Paging({ pages, children }: { readonly pages: Paged & { readonly asked: Asked & { readonly data: unknown } }; readonly children: ReactNode }) {
  if (pages.first) return <Waiting />;
  if (pages.asked.data === undefined) return <Failed thrown={pages.asked.error} again={() => void pages.asked.refetch()} />;
  return (
    <>
      {children}
      <Rest pages={pages} />
    </>
  );
}

export function Missing() {
  useTitle(say.missing.title);
  return <Note title={say.missing.title}>{say.missing.says}</Note>;
}

export function Broken() {
  useTitle(say.broken.title);
  return (
    <div role="alert">
      <Note
        title={say.broken.title}
        action={
          <Button variant="default" onClick={() => location.reload()}>
            {say.broken.again}
          </Button>
        }
      >
        {say.broken.says}
      </Note>
    </div>
  );
}
