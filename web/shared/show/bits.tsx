// Ids with a copy button, secrets that are shown once, tags, lists of facts, and a line that must be read.
import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCopy, IconInfoCircle } from '@tabler/icons-react';
import { Fragment, type ReactNode } from 'react';
import { frame as say } from '../strings/frame.ts';
import { show } from '../strings/show.ts';
import classes from './show.module.css';

export function Copy({ text }: { readonly text: string }) {
  return (
    <CopyButton value={text} timeout={1_500}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? say.copied : say.copy}>
          <ActionIcon size={24} onClick={copy} aria-label={copied ? say.copied : say.copy}>
            {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}

export const IdText = ({ id }: { readonly id: string }) => (
  <span className={classes.id}>
    <span className={classes.mono}>{id}</span>
    <Copy text={id} />
  </span>
);

/** A password or a token that nobody can read again. */
export function Secret({ secret }: { readonly secret: string }) {
  return (
    <div>
      <SecretText secret={secret} />
      <p className={classes.dim}>{show.secretOnce}</p>
    </div>
  );
}

/** One of several: that they are shown once is said of the last. */
export const SecretText = ({ secret }: { readonly secret: string }) => (
  <div className={classes.secret}>
    <span className={classes.secretText}>{secret}</span>
    <Copy text={secret} />
  </div>
);

export const Tag = ({ tone, children }: { readonly tone?: 'accent' | 'warn'; readonly children: ReactNode }) => (
  <span className={classes.tag} data-tone={tone}>
    {children}
  </span>
);

export const Dim = ({ children }: { readonly children: ReactNode }) => <span className={classes.dim}>{children}</span>;

export function Facts({ rows }: { readonly rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className={classes.facts}>
      {rows.map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

type BannerProps = { readonly tone?: 'warn' | 'bad' | 'good'; readonly children: ReactNode; readonly action?: ReactNode };

export function Banner({ tone, children, action }: BannerProps) {
  const Icon = tone === 'good' ? IconCheck : tone ? IconAlertTriangle : IconInfoCircle;
  return (
    <div className={classes.banner} data-tone={tone} role={tone === 'bad' ? 'alert' : undefined}>
      <Icon size={16} aria-hidden />
      <div className={classes.bannerText}>{children}</div>
      {action}
    </div>
  );
}
