// How both apps look: own greys, one accent, three sizes, and the few measures in which Mantine's parts differ from their defaults.
// main.tsx of each app uses it. It knows no screen.
import {
  ActionIcon,
  Button,
  Checkbox,
  type CSSVariablesResolver,
  createTheme,
  Drawer,
  Input,
  type MantineColorsTuple,
  Menu,
  Modal,
  Tabs,
  Tooltip,
} from '@mantine/core';
import { frame } from '../strings/frame.ts';
import classes from './parts.module.css';

const petrol: MantineColorsTuple = ['#e9f5f7', '#d3eaee', '#a6d4dc', '#75bdc9', '#49a7b6', '#258fa0', '#127a8b', '#0b6b7d', '#095969', '#064552'];
const gray: MantineColorsTuple = ['#f7f8f9', '#f0f2f4', '#e5e8eb', '#d9dde2', '#c6ccd3', '#9fa8b2', '#6d7782', '#535d68', '#333a42', '#171b20'];
const dark: MantineColorsTuple = ['#e6e9ed', '#c3cad2', '#9ba5b0', '#828d99', '#2d333a', '#22272d', '#191d21', '#111316', '#0c0e10', '#08090b'];
const red: MantineColorsTuple = ['#fdf0ef', '#fadcd9', '#f3b8b2', '#ea9088', '#e26d63', '#d9544a', '#c93f35', '#b3332a', '#922820', '#701d17'];

const system =
  'system-ui, -apple-system, "Segoe UI Variable Text", "Segoe UI", Inter, Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif';
const mono = 'ui-monospace, "SF Mono", "Cascadia Mono", "Segoe UI Mono", "JetBrains Mono", Menlo, Consolas, "Liberation Mono", monospace';

const still = { transitionProps: { duration: 140 } };

export const theme = createTheme({
  colors: { petrol, gray, dark, red },
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  fontFamily: system,
  fontFamilyMonospace: mono,
  headings: { fontFamily: system, fontWeight: '600' },
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '20px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '28px', xl: '28px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '4px', sm: '6px', md: '6px', lg: '10px', xl: '14px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Button: Button.extend({
      classNames: { root: classes.button, label: classes.label },
      // The accent is light where the scheme is dark, and wants dark letters there.
      vars: (_, { size, variant = 'filled' }) => ({
        root: {
          ...(String(size ?? '').startsWith('compact') ? {} : { '--button-height': '32px', '--button-fz': '13px', '--button-padding-x': '12px' }),
          ...(variant === 'filled' ? { '--button-color': 'var(--on-accent)' } : {}),
        },
      }),
    }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 28 } }),
    Input: Input.extend({ vars: () => ({ wrapper: { '--input-height': '32px', '--input-fz': '13px' } }) }),
    InputWrapper: Input.Wrapper.extend({ classNames: { label: classes.inputLabel, description: classes.inputHint, error: classes.inputError } }),
    Checkbox: Checkbox.extend({ defaultProps: { size: 'xs' }, vars: () => ({ root: { '--checkbox-icon-color': 'var(--on-accent)' } }) }),
    Menu: Menu.extend({
      defaultProps: { shadow: 'md', withInitialFocusPlaceholder: false, ...still },
      classNames: { item: classes.menuItem, dropdown: classes.menu },
    }),
    Modal: Modal.extend({
      defaultProps: { centered: true, closeButtonProps: { 'aria-label': frame.close }, overlayProps: { backgroundOpacity: 0.4 }, ...still },
      classNames: { header: classes.modalHeader, title: classes.modalTitle, body: classes.modalBody, content: classes.modalContent },
    }),
    Drawer: Drawer.extend({ defaultProps: { overlayProps: { backgroundOpacity: 0.4 } } }),
    Tabs: Tabs.extend({ classNames: { tab: classes.tab, list: classes.tabs } }),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 250, withArrow: false, multiline: true, maw: 320, events: { hover: true, focus: true, touch: true }, ...still },
      classNames: { tooltip: classes.tooltip },
    }),
  },
});

/** Our own names for surfaces and states, in both schemes; every stylesheet uses these and no colour of its own. */
export const variables: CSSVariablesResolver = () => ({
  variables: { '--nav-width': '224px', '--row-height': '36px' },
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': gray[9],
    '--mantine-color-dimmed': '#5a6470',
    '--mantine-color-placeholder': '#7a848f',
    '--mantine-color-default-border': '#d3d8de',
    '--mantine-color-error': '#b3332a',
    '--mantine-color-anchor': petrol[7],
    '--canvas': '#f7f8f9',
    '--surface': '#ffffff',
    '--raised': '#ffffff',
    '--subtle': '#f1f3f5',
    '--hover': '#f4f6f7',
    '--line': '#e5e8eb',
    '--line-strong': '#cfd5db',
    '--ink': gray[9],
    '--dim': '#5a6470',
    '--accent': petrol[7],
    '--accent-wash': '#e9f5f7',
    '--on-accent': '#ffffff',
    '--good': '#1b7a48',
    '--good-wash': '#e7f5ec',
    '--warn': '#8f5a00',
    '--warn-wash': '#fdf3df',
    '--bad': '#b3332a',
    '--bad-wash': '#fdf0ef',
    '--calm': '#4a5cb8',
    '--calm-wash': '#eef0fb',
    '--shadow': '0 1px 2px rgb(16 24 32 / 5%)',
  },
  dark: {
    '--mantine-color-body': '#111316',
    '--mantine-color-text': dark[0],
    '--mantine-color-dimmed': '#9ba5b0',
    '--mantine-color-placeholder': '#828d99',
    '--mantine-color-default-border': '#343b43',
    '--mantine-color-error': '#f0897f',
    '--mantine-color-anchor': petrol[3],
    '--canvas': '#0c0e10',
    '--surface': '#111316',
    '--raised': '#191d21',
    '--subtle': '#1a1e22',
    '--hover': '#171b1f',
    '--line': '#23282e',
    '--line-strong': '#3a424b',
    '--ink': dark[0],
    '--dim': '#9ba5b0',
    '--accent': petrol[3],
    '--accent-wash': '#10262b',
    '--on-accent': '#06181b',
    '--good': '#5fc48d',
    '--good-wash': '#11261b',
    '--warn': '#e0ac4e',
    '--warn-wash': '#2a2110',
    '--bad': '#f0897f',
    '--bad-wash': '#2c1715',
    '--calm': '#9aa8ef',
    '--calm-wash': '#1a1e33',
    '--shadow': '0 1px 2px rgb(0 0 0 / 40%)',
  },
});
