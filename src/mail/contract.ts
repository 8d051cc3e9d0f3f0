// What the outside may ask about mails: the server they go through, what waits and what became of it, and their texts.
// Imported by the browser; imports nothing of the house but contracts. Knows no rule, and no secret: the password is written and never shown.
import { type Static, Type } from 'typebox';
import { Cursor, closed, Id, Limit, Moment, MomentOrNever, Nothing, oneOf, operation, pageOf, text, Version } from '#contract.ts';
import { section, sectionOperations } from '#settings/contract.ts';

export const mailLanguages = ['en', 'de'] as const;
export type MailLanguage = (typeof mailLanguages)[number];
export const securities = ['starttls', 'tls', 'none'] as const;
/** '' = nothing. `address`: reeve.toml says where Reeve is, for the links. */
export const lacking = ['', 'server', 'sender', 'address'] as const;
export const mailStates = ['queued', 'sent', 'failed', 'returned'] as const;

/** What a text may hold, by what it is about: `{link}` and so on. Those of the second list must be in it. */
export const placeholders = {
  recovery: { may: ['name', 'userName', 'site', 'link', 'until', 'network'], must: ['link'] },
  recovered: { may: ['name', 'userName', 'site', 'network'], must: [] },
  handed: { may: ['name', 'userName', 'site', 'link', 'until'], must: ['link'] },
  invitation: { may: ['name', 'userName', 'site', 'link', 'until'], must: ['link'] },
  verify: { may: ['name', 'userName', 'site', 'link', 'until', 'mail'], must: ['link'] },
  changed: { may: ['name', 'userName', 'site', 'mail'], must: [] },
  code: { may: ['name', 'userName', 'site', 'code', 'until', 'network'], must: ['code'] },
  signUp: { may: ['site', 'link', 'until', 'mail', 'network'], must: ['link'] },
  signUpKnown: { may: ['site', 'link', 'mail', 'network'], must: [] },
  signUpInvitation: { may: ['site', 'link', 'until', 'mail'], must: ['link'] },
  accountApproved: { may: ['name', 'userName', 'site', 'link', 'words'], must: [] },
  accountRefused: { may: ['name', 'userName', 'site', 'words'], must: [] },
  roleApproved: { may: ['name', 'userName', 'site', 'role', 'ends', 'words'], must: [] },
  roleRefused: { may: ['name', 'userName', 'site', 'role', 'words'], must: [] },
  deletionApproved: { may: ['name', 'userName', 'site', 'words'], must: [] },
  deletionRefused: { may: ['name', 'userName', 'site', 'words'], must: [] },
  passwordEnds: { may: ['name', 'userName', 'site', 'link', 'until'], must: [] },
  test: { may: ['name', 'site'], must: [] },
} as const;
export type MailKind = keyof typeof placeholders;
// The keys of the object above.
export const mailKinds = Object.keys(placeholders) as readonly MailKind[];
export type Placeholder = (typeof placeholders)[MailKind]['may'][number];

export const mailSection = section('mail', {
  host: text(253, { default: '', description: 'name or address of the mail server; empty = no mails' }),
  port: Type.Integer({ minimum: 1, maximum: 65_535, default: 587 }),
  security: oneOf(securities, { default: 'starttls', description: 'none: on this machine only' }),
  user: text(320, { default: '', description: 'empty = without signing in there' }),
  authorities: Type.String({ maxLength: 65_536, default: '', description: 'PEM; empty = those that this machine trusts' }),
  from: text(254, { default: '', description: 'the address mails come from' }),
  fromName: text(100, { default: 'Reeve' }),
  replyTo: text(254, { default: '' }),
  bounces: text(254, { default: '', description: 'the mailbox that undeliverable mails come back to, as local+mark@domain; empty = to the sender' }),
  language: oneOf(mailLanguages, { default: 'en', description: 'for users whose language is neither' }),
});
export type MailSettings = Static<typeof mailSection.fields>;

export const linkSection = section('mail-links', {
  recovery: Type.Boolean({ default: true, description: 'whether somebody who has forgotten his password may set another by mail' }),
  recoveryMinutes: Type.Integer({ minimum: 5, maximum: 60, default: 30 }),
  invitationDays: Type.Integer({ minimum: 1, maximum: 30, default: 7 }),
});

/** Whoever chooses where mails go, or what they say, could become anybody who gets a link by mail: only who holds everything may. */
const everything = '/permission' as const;
const signingIn = '/permission/admin/configure/security/signin' as const;

const server = sectionOperations(mailSection, { needs: signingIn, show: 'The mail server.', change: 'Set the mail server up.', refusals: ['version.stale'] });
export const showMail = {
  ...server.show,
  output: closed({
    ...server.show.output.properties,
    hasPassword: Type.Boolean(),
    /** Whether mails with links can be sent. */
    ready: Type.Boolean(),
    /** What is missing, if not: nothing else is looked at before. */
    lacks: oneOf(lacking),
    queued: Type.Integer(),
    failed: Type.Integer(),
  }),
};
export const changeMail = operation({
  ...server.change,
  needs: everything,
  input: closed({ ...server.change.input.properties, password: Type.Optional(Type.String({ maxLength: 1024, description: 'empty = none; never shown' })) }),
  output: showMail.output,
  secret: ['password'],
});
export const { show: showMailLinks, change: changeMailLinks } = sectionOperations(linkSection, {
  needs: signingIn,
  show: 'What links in mails may do, and how long they last.',
  change: 'Set what links in mails may do, and how long they last.',
});

export const testMail = operation({
  name: 'mails.test',
  method: 'POST',
  path: '/mails/test',
  summary: 'Send a test mail now, and say what the mail server answered.',
  needs: signingIn,
  input: closed({ to: Type.String({ minLength: 3, maxLength: 254 }) }),
  output: closed({ says: Type.String(), milliseconds: Type.Integer() }),
  refusals: ['mail.not-set-up', 'mail.not-sent'],
});

export const Mail = closed({
  id: Id,
  kind: oneOf(mailKinds),
  to: Type.String(),
  user: Type.Union([closed({ id: Id, name: Type.String() }), Type.Null()]),
  state: oneOf(mailStates),
  tries: Type.Integer(),
  /** The mail server’s last words, or why it was not reached. */
  says: Type.String(),
  createdAt: Moment,
  /** When it is tried next; 0 = it is not. */
  dueAt: MomentOrNever,
  finishedAt: MomentOrNever,
  mayRetry: Type.Boolean(),
});
export type Mail = Static<typeof Mail>;

export const listMails = operation({
  name: 'mails.list',
  method: 'GET',
  path: '/mails',
  summary: 'Mails that wait, were sent or failed, the newest first; never what they say.',
  needs: signingIn,
  input: closed({ state: Type.Optional(oneOf(mailStates)), cursor: Type.Optional(Cursor), limit: Type.Optional(Limit) }),
  output: pageOf(Mail),
});
export const retryMail = operation({
  name: 'mails.retry',
  method: 'POST',
  path: '/mails/{id}/retry',
  summary: 'Try a mail again now, also one that failed, while its link is good.',
  needs: signingIn,
  input: closed({ id: Id }),
  output: Nothing,
  refusals: ['mail.missing', 'mail.over'],
});

export const reportCharactersMax = 262_144;
export const takeReport = operation({
  name: 'mails.take-report',
  method: 'POST',
  path: '/mails/reports',
  summary: 'Take in a mail server’s report that a mail came back (RFC 3464). Believed only with our own mark, of a mail sent lately, and if it is for good.',
  needs: signingIn,
  input: closed({
    report: Type.String({ maxLength: reportCharactersMax, description: 'the whole message; its end may be cut off' }),
    to: Type.Optional(text(320, { description: 'the address it was delivered to, if its headers do not say so' })),
  }),
  output: closed({
    /** foreign: no report, or about no mail of ours that was sent lately. passing: not for good. */
    outcome: oneOf(['returned', 'passing', 'foreign']),
    /** Of which mail; '' = foreign. */
    id: Type.String(),
    says: Type.String(),
  }),
  secret: ['report'],
});

const Texts = {
  subject: text(200),
  text: Type.String({ maxLength: 10_000 }),
  html: Type.String({ maxLength: 50_000, description: 'empty = made from the text' }),
};
const which = { kind: oneOf(mailKinds), language: oneOf(mailLanguages) };
export const Template = closed({
  ...which,
  /** 0 = as the program has it. */
  version: Type.Integer({ minimum: 0 }),
  changedAt: MomentOrNever,
  ...Texts,
});
export type Template = Static<typeof Template>;

export const listTemplates = operation({
  name: 'mails.templates',
  method: 'GET',
  path: '/mails/templates',
  summary: 'What mails say, in each language.',
  needs: signingIn,
  input: closed({}),
  output: closed({ items: Type.Array(Template) }),
});
export const changeTemplate = operation({
  name: 'mails.change-template',
  method: 'PUT',
  path: '/mails/templates/{kind}/{language}',
  summary: 'Change what a mail says.',
  needs: everything,
  dangerous: true,
  input: closed({ ...which, version: Type.Optional(Version), ...Texts }),
  output: Template,
  refusals: ['mail.text-invalid', 'version.stale'],
});
export const resetTemplate = operation({
  name: 'mails.reset-template',
  method: 'DELETE',
  path: '/mails/templates/{kind}/{language}',
  summary: 'Let a mail say again what the program has.',
  needs: everything,
  input: closed(which),
  output: Template,
});
export const previewTemplate = operation({
  name: 'mails.preview',
  method: 'POST',
  path: '/mails/templates/{kind}/{language}/preview',
  summary: 'How a mail with this text would look, with sample values.',
  needs: signingIn,
  reads: true,
  input: closed({ ...which, ...Texts }),
  output: closed({ subject: Type.String(), text: Type.String(), html: Type.String() }),
  refusals: ['mail.text-invalid'],
});

export const mailOperations = [
  showMail,
  changeMail,
  showMailLinks,
  changeMailLinks,
  testMail,
  listMails,
  retryMail,
  takeReport,
  listTemplates,
  changeTemplate,
  resetTemplate,
  previewTemplate,
] as const;
