// The words of the server-rendered pages in English; another language is a file beside this one of the same shape, and a line in words.ts. What rules say is in sentences/.
// Called by words.ts. Knows no page.
import { type Html, html } from './html.ts';

export const english = {
  locale: 'en-GB',
  frame: {
    title: 'That did not work',
    fault: 'Something went wrong',
    ours: 'This is our fault, and it was logged. Try again in a moment.',
    notYet: 'This does not fit yet:',
    account: 'My account',
    signIn: 'Sign in',
  },
  missing: {
    title: 'Not allowed',
    heading: 'You may not open this',
    says: (one: boolean) => `You are signed in, but ${one ? 'this permission is' : 'these permissions are'} missing:`,
    ask: (one: boolean) => `Ask an administrator for a role that holds ${one ? 'it' : 'them'}.`,
    why: 'What may I do, and why?',
  },
  notSetUp: {
    title: 'Not set up yet',
    heading: 'Reeve is not set up yet',
    where: (file: Html) =>
      html`Look on the machine it runs on: the link for setting it up stands in the file ${file} of its data folder, and on the terminal it was started from.`,
    again: (command: Html) => html`The link is valid for a short time, once. ${command} makes a new one.`,
  },
  signIn: {
    title: 'Sign in',
    userName: 'User name',
    password: 'Password',
    go: 'Sign in',
    forgotten: 'Forgotten it? Ask an administrator for a temporary one.',
  },
  ownPassword: {
    own: 'Choose your own password',
    ownWhy: 'Yours was given to you by somebody else. From now on only you know it.',
    anew: 'Choose a new password',
    anewWhy: (domain: string) => `Yours has ended in ${domain}, where it is kept, or was given to you by somebody else. The new one counts there too.`,
    present: 'Present password',
    new: 'New password',
    repeat: 'Repeat it',
    save: 'Save and go on',
    strength: 'Strength',
    strengths: ['too easy', 'weak', 'fair', 'good', 'strong'],
    characters: 'characters',
  },
  setUp: {
    title: 'Set up',
    welcome: 'Set up Reeve',
    welcomeSays: 'You will make the first administrator. From here on the link works only in this browser.',
    goOn: 'Continue',
    first: 'The first administrator',
    firstSays: 'He holds All Permissions and can add everybody else.',
    again: 'Bring an administrator back',
    againSays: 'A new user, or one who is already here: either becomes an administrator and may sign in again.',
    finish: 'Finish',
  },
  account: {
    title: 'My account',
    console: 'Console',
    signOut: 'Sign out',
    may: 'What may I do, and why?',
    nothing: 'Nothing yet: no role of yours holds a permission. Ask an administrator for one.',
    byRole: (role: Html) => html`role ${role}`,
    through: (groups: readonly string[]) => ` through ${groups.join(' in ')}`,
    until: (moment: string) => ` until ${moment}`,
    scoped: 'within a scope',
    by: (sources: Html) => html`by ${sources}`,
    someRole: html`a role within a scope`,
    never: 'never',
    end: 'End',
  },
  sessions: {
    heading: 'My sessions',
    browser: 'Browser',
    on: (browser: string, system: string) => `${browser} on ${system}`,
    unknown: 'unknown',
    signedIn: 'Signed in',
    lastSeen: 'Last seen',
    current: 'this one',
    ended: 'That session has ended.',
  },
  tokens: {
    heading: 'My API tokens',
    says: 'For programs that act as you. Each has an end, and may do no more than you may.',
    name: 'Name',
    purpose: 'what it is for',
    ends: 'Ends',
    lastUsed: 'Last used',
    everything: 'everything I may',
    days: 'Days until it ends',
    only: 'Only these permissions',
    onlyHow: '(paths, one a line; empty = everything I may)',
    make: 'Make a token',
    made: 'Your token is made. Copy it now: it is shown this once.',
    yours: 'Your new token',
    send: (header: Html) => html`Send it as ${header}`,
    ended: 'That token has ended.',
  },
  password: {
    heading: 'My password',
    says: 'Your other sessions end when you change it.',
    current: 'Current password',
    change: 'Change my password',
    changed: (others: number) => `Your password is changed.${others === 0 ? '' : ` ${others} other ${others === 1 ? 'session has' : 'sessions have'} ended.`}`,
  },
} as const;

/** The same shape with any words in it. */
type Said<T> = T extends string
  ? string
  : T extends Html
    ? Html
    : T extends (...given: infer Given) => infer Result
      ? (...given: Given) => Said<Result>
      : { readonly [Key in keyof T]: Said<T[Key]> };
export type Words = Said<typeof english>;
