// The foot of the navigation: who is signed in, his own pages, the colours, and the way out.
import { Menu, SegmentedControl, UnstyledButton, useMantineColorScheme, VisuallyHidden } from '@mantine/core';
import { IconDeviceDesktop, IconExternalLink, IconKeyboard, IconLogout, IconMoon, IconSelector, IconSun, IconUserCircle } from '@tabler/icons-react';
import { signOut } from '#authentication/contract.ts';
import { useCall, useMe } from '../call/ask.ts';
import { Face } from '../show/face.tsx';
import { toldTrouble } from '../show/toast.tsx';
import { frame as say } from '../strings/frame.ts';
import classes from './navigation.module.css';

const schemes = [
  { value: 'light', says: say.scheme.light, icon: IconSun },
  { value: 'dark', says: say.scheme.dark, icon: IconMoon },
  { value: 'auto', says: say.scheme.auto, icon: IconDeviceDesktop },
] as const;

function Schemes() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const data = schemes.map(({ value, says, icon: Icon }) => ({
    value,
    label: (
      <span title={says}>
        <Icon size={14} aria-hidden />
        <VisuallyHidden>{says}</VisuallyHidden>
      </span>
    ),
  }));
  const choose = (value: string) => {
    const chosen = schemes.find((each) => each.value === value);
    if (chosen) setColorScheme(chosen.value);
  };
  return <SegmentedControl fullWidth size="xs" aria-label={say.scheme.label} value={colorScheme} onChange={choose} data={data} />;
}

/** Each in its own words: whoever cannot read the one finds the other. */
const languages = [
  { value: 'en', label: 'English' },
  { value: 'de', label: 'Deutsch' },
];
const languageCookie = '__Host-reeve-language';
const yearSeconds = 31_536_000;

/** The page is made anew in it; whoever has typed something is asked first. */
function speak(language: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the server reads it before it makes the page; the Cookie Store API is not everywhere
  document.cookie = `${languageCookie}=${language}; Path=/; Secure; SameSite=Lax; Max-Age=${yearSeconds}`;
  location.reload();
}

function Languages() {
  return <SegmentedControl fullWidth size="xs" aria-label={say.language} value={document.documentElement.lang} onChange={speak} data={languages} />;
}

export function SignedInMenu({ other, onKeys }: { readonly other: { readonly href: string; readonly says: string }; readonly onKeys: () => void }) {
  const { user } = useMe();
  const call = useCall();
  // Not through the cache: what is on the screen must not be asked again without a session.
  const out = () => void call(signOut, {}).then(() => location.assign('/sign-in'), toldTrouble);
  return (
    <Menu position="top-start" width={216} offset={4}>
      <Menu.Target>
        <UnstyledButton className={classes.foot}>
          <Face kind={user.kind} name={user.shownName || user.userName} />
          <span className={classes.footNames}>
            <span className={classes.footName}>{user.shownName || user.userName}</span>
            <span className={classes.footDomain}>
              {user.domain}/{user.userName}
            </span>
          </span>
          <IconSelector size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.schemes}>
          <Schemes />
          <Languages />
        </div>
        <Menu.Item component="a" href="/account" leftSection={<IconUserCircle size={15} />}>
          {say.account}
        </Menu.Item>
        <Menu.Item component="a" href={other.href} leftSection={<IconExternalLink size={15} />}>
          {other.says}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={15} />} onClick={onKeys}>
          {say.help}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={15} />} onClick={out}>
          {say.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
