// The look around an app: colours by choice or by system, and the nonce that the content policy asks of generated styles.
import { localStorageColorSchemeManager, type MantineColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { theme, variables } from './theme.ts';

const nonceOfPage = () => document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

/** The scroll lock behind dialogs makes a style element of its own and looks for its nonce under this name. */
function nonceForScrollLock(nonce: string): void {
  Object.defineProperty(globalThis, '__webpack_nonce__', { value: nonce, configurable: true });
}

export const makeSchemeManager = (): MantineColorSchemeManager => localStorageColorSchemeManager({ key: 'reeve-scheme' });

export function Themed({ manager, children }: { readonly manager: MantineColorSchemeManager; readonly children: ReactNode }) {
  const nonce = nonceOfPage();
  nonceForScrollLock(nonce);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={variables} colorSchemeManager={manager} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      <Notifications position="bottom-right" limit={4} autoClose={8_000} />
      {children}
    </MantineProvider>
  );
}
