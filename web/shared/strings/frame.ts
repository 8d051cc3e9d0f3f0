// The words of the frame around every screen, and those that many screens share. One file for each room; keys say where a word stands.
export const frame = {
  product: 'Reeve',
  console: 'Console',
  dashboard: 'Dashboard',
  skip: 'Skip to the content',
  menu: 'Menu',
  navigation: 'Main',
  openMenu: 'Open the menu',
  scheme: { label: 'Colours', light: 'Light', dark: 'Dark', auto: 'As the system' },
  account: 'My account',
  signOut: 'Sign out',
  toDashboard: 'Admin Dashboard',
  toConsole: 'Management Console',
  help: 'Keyboard',
  search: 'Search',
  searchHint: 'Search or go to',
  loading: 'Loading',
  failed: 'This could not be loaded.',
  again: 'Try again',
  restFailed: 'The rest could not be loaded.',
  more: 'Show more',
  missing: { title: 'Nothing here', says: 'There is no screen at this address.', home: 'Go to the users' },
  broken: { title: 'This screen stopped', says: 'Something in this page went wrong. Nothing was changed by it.', again: 'Load it again' },
  need: (path: string) => `You need the permission ${path}.`,
  close: 'Close',
  cancel: 'Cancel',
  back: 'Back',
  copy: 'Copy',
  copied: 'Copied',
  undo: 'Undo',
  save: 'Save',
  saved: 'Saved',
  reset: 'Discard',
  never: 'Never',
  none: 'None',
  always: 'No end',
  moreActions: (name: string) => `Actions for ${name}`,
  yourself: 'Nobody does this to himself. Use your account page, or ask another administrator.',
} as const;

export const leaving = {
  title: 'Leave without saving?',
  says: 'What you have typed here is not saved and would be lost.',
  stay: 'Stay here',
  leave: 'Leave',
} as const;

export const ended = {
  title: 'Your session has ended',
  says: 'What you typed is still here. Sign in again in a new tab, then come back and go on.',
  signIn: 'Sign in in a new tab',
  goOn: 'Go on',
  notYet: 'You are not signed in yet.',
  other: 'Somebody else is signed in now. This page must be loaded anew, and what was typed is lost.',
  reload: 'Load anew',
} as const;

export const palette = {
  placeholder: 'Go to a screen, or find a user',
  nothing: 'Nothing found',
  screens: 'Screens',
  users: 'Users',
} as const;

export const keys = {
  title: 'Keyboard',
  rows: [
    ['/', 'Search this list'],
    ['⌘ K or Ctrl K', 'Go to a screen or a user'],
    ['↑ ↓', 'Move through a list or the tree'],
    ['Enter', 'Open the row'],
    ['.', 'Actions of the row'],
    ['Space', 'Tick, in the tree'],
    ['← →', 'Close or open a branch'],
    ['?', 'This page'],
  ],
} as const;
