// What stands around every screen: navigation at the left (a drawer on a phone), the screen, and the dialogs that any screen may need.
import { ActionIcon, Drawer } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { IconMenu2 } from '@tabler/icons-react';
import { Outlet, useLocation } from '@tanstack/react-router';
import { createContext, useContext, useEffect } from 'react';
import { MeProvider, useAskMe } from '../call/ask.ts';
import { frame as say } from '../strings/frame.ts';
import { FirstFrame } from './first-frame.tsx';
import classes from './frame.module.css';
import { KeysDialog } from './keys.tsx';
import { LeavingDialog } from './leaving.tsx';
import { Mark } from './mark.tsx';
import { type NavGroup, Navigation } from './navigation.tsx';
import { Palette } from './palette.tsx';
import { ProofDialog } from './proof-dialog.tsx';
import { noQuestion, type Question } from './question.ts';
import { SignedOutDialog } from './signed-out.tsx';
import { Failed } from './states.tsx';
import { ViewingBar } from './viewing-bar.tsx';

/** What the server may ask of whoever sits there, at any call. */
export type Questions = { readonly signedOut: Question; readonly proof: Question };
export const QuestionsContext = createContext<Questions>({ signedOut: noQuestion, proof: noQuestion });

export type FrameProps = {
  readonly app: string;
  readonly groups: readonly NavGroup[];
  readonly other: { readonly href: string; readonly says: string };
  readonly findsUsers: boolean;
};

const focusSearch = () => document.querySelector<HTMLInputElement>('[data-search]')?.focus();

export function Frame({ app, groups, other, findsUsers }: FrameProps) {
  const asked = useAskMe();
  const me = asked.data;
  const { signedOut, proof } = useContext(QuestionsContext);
  const [menu, setMenu] = useDisclosure(false);
  const [keys, setKeys] = useDisclosure(false);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the drawer closes whenever another screen has been opened
  useEffect(() => setMenu.close(), [pathname]);
  useHotkeys([
    ['/', focusSearch],
    ['shift+?', setKeys.open],
  ]);
  if (asked.isPending) return <FirstFrame />;
  if (!me) return <Failed thrown={asked.error} again={() => void asked.refetch()} />;
  const navigation = <Navigation app={app} groups={groups} other={other} onKeys={setKeys.open} />;
  return (
    <MeProvider value={me}>
      <a className={classes.skip} href="#content">
        {say.skip}
      </a>
      <div className={classes.frame}>
        <aside className={classes.side} aria-label={say.menu}>
          {navigation}
        </aside>
        <header className={classes.bar}>
          <ActionIcon aria-label={say.openMenu} size={36} onClick={setMenu.open}>
            <IconMenu2 size={18} />
          </ActionIcon>
          <Mark app={app} />
        </header>
        <main id="content" className={classes.content} tabIndex={-1}>
          <ViewingBar />
          <Outlet />
        </main>
      </div>
      <Drawer.Root opened={menu} onClose={setMenu.close} size={272} padding={0}>
        <Drawer.Overlay />
        <Drawer.Content aria-label={say.menu}>
          <Drawer.Body className={classes.drawer ?? ''}>{navigation}</Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
      <Palette groups={groups} findsUsers={findsUsers} />
      <KeysDialog open={keys} onClose={setKeys.close} />
      <LeavingDialog />
      <ProofDialog question={proof} />
      <SignedOutDialog signedOut={signedOut} wasId={me.user.id} />
    </MeProvider>
  );
}
