// The port to a user store that others own: a directory or a database. Everything that Reeve may ask of one, and nothing of how it is asked.
// Filled by stores/ (ldap, active-directory, sql); used through World by sign-in, synchronising and writing. Types, and the one fault that all of them throw.
// It does not know rows, actions or settings. PRIMARY is not behind it: its rows are the truth.
import { inEnglish, type Said, type Sentence } from '#sentences/sentence.ts';

export const profileFields = ['givenName', 'familyName', 'shownName', 'mail', 'phone', 'organisation', 'country', 'language', 'timeZone'] as const;
export type ProfileField = (typeof profileFields)[number];

/** A user as his store has him, mapped. Values are text, NFC, trimmed, without control characters; what does not fit is in `Page.skipped` instead. */
export type UserEntry = {
  /** Never changes while the entry lives, never given to another: entryUUID, objectGUID, a key column, as text. '' = this store has none (rule 4). */
  readonly key: string;
  /** Where the store finds it now, in one spelling for all: a DN in small letters, a primary key. Changes when the entry is moved or renamed; for comparing with members. */
  readonly address: string;
  readonly name: string;
  /** Only what is mapped; '' = mapped, and the store has no value. */
  readonly profile: Readonly<Partial<Record<ProfileField, string>>>;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  /** The store itself lets him in no more. */
  readonly disabled: boolean;
  /** Addresses of his groups, where users know them; null = groups know their members. */
  readonly groups: readonly string[] | null;
};

export type GroupEntry = {
  readonly key: string;
  readonly address: string;
  readonly name: string;
  readonly description: string;
  /** Addresses of users and groups in it, in parts; null = users know their groups. */
  readonly members: (() => AsyncIterable<readonly string[]>) | null;
};

/** An entry that cannot be taken as it is, and why, in one sentence. */
export type Skipped = { readonly address: string; readonly says: Said };
export type Page<E> = { readonly entries: readonly E[]; readonly skipped: readonly Skipped[] };
export type EntryKind = 'user' | 'group';

/** One run of reading, all from one server. Close it in the end. */
export type Reading = {
  /** False = everything is read: no mark was given, or the store cannot say what changed since. */
  readonly delta: boolean;
  /** To be given the next time. Taken before anything is read, so that nothing between two runs is missed. */
  readonly mark: string;
  /** Those that changed since the mark, or all. In pages of at most `pageSizeMax`. */
  users(): AsyncIterable<Page<UserEntry>>;
  groups(): AsyncIterable<Page<GroupEntry>>;
  /** The keys of all that there are (where the store has none, their names): what is missing from them has vanished. One iteration at a time. */
  keys(kind: EntryKind): AsyncIterable<readonly string[]>;
  close(): Promise<void>;
};

/** What a store says of a password. All but `wrong` and `locked` are said only where the password was right. */
export type Verdict = 'right' | 'wrong' | 'must-change' | 'expired' | 'locked' | 'disabled' | 'ended';

export type StoreCertificate = {
  readonly subject: string;
  readonly issuer: string;
  /** SHA-256, hexadecimal pairs with colons. */
  readonly fingerprint: string;
  readonly endsAt: number;
};

/** What a live look at a store told. */
export type Health = {
  readonly milliseconds: number;
  /** Which of its addresses answered. */
  readonly answeredBy: string;
  /** What it calls itself, such as `OpenLDAP 2.5.13`; '' = it does not say. */
  readonly server: string;
  readonly certificate: StoreCertificate | null;
  /** Its clock less ours, milliseconds; null = it does not tell. */
  readonly clockMilliseconds: number | null;
};

/** Who is meant, by his store's own means. */
export type Whom = { readonly key: string; readonly address: string; readonly name: string };

export type NewEntry = {
  readonly name: string;
  readonly profile: UserEntry['profile'];
  readonly attributes: UserEntry['attributes'];
  /** null = none yet. */
  readonly password: string | null;
  readonly mustChange: boolean;
};

/** What only a writable store has. Everything may be said twice: what is so already is no fault. */
export type Writer = {
  addUser(entry: NewEntry): Promise<UserEntry>;
  updateUser(whom: Whom, values: Pick<NewEntry, 'profile' | 'attributes'>): Promise<UserEntry>;
  /** By an administrator. */
  setPassword(whom: Whom, password: string, options: { readonly mustChange: boolean }): Promise<void>;
  /** By himself, so that the store's own policy judges it (history, minimum age). */
  changePassword(whom: Whom, passwords: { readonly current: string; readonly next: string }): Promise<void>;
  setDisabled?(whom: Whom, disabled: boolean): Promise<void>;
  deleteUser(whom: Whom): Promise<void>;
  addMember(group: Whom, user: Whom): Promise<void>;
  removeMember(group: Whom, user: Whom): Promise<void>;
};

export type UserStore = {
  check(): Promise<Health>;
  /** `since` = the mark of the run before; '' = everything. */
  read(since: string): Promise<Reading>;
  /** By name (by the store's own rule of case), or by key. */
  find(by: { readonly name: string } | { readonly key: string }): Promise<UserEntry | null>;
  verify(whom: Whom, password: string): Promise<Verdict>;
  readonly write: Writer | null;
  close(): Promise<void>;
};

/** `unreachable` and `silent` say nothing about the question and may be asked again; `refused` is the store's answer, `too-large` one that is not taken. */
export type StoreFaultReason = 'unreachable' | 'silent' | 'tls' | 'credentials' | 'settings' | 'protocol' | 'refused' | 'too-large';

/** A store did not do what it was asked: said for an administrator, without secrets. The message is the same in English, for the log. */
export class StoreFault extends Error {
  override readonly name = 'StoreFault';
  readonly reason: StoreFaultReason;
  readonly says: Sentence;
  /** The certificate that was shown, where that is what went wrong. */
  readonly certificate: StoreCertificate | null;

  constructor(reason: StoreFaultReason, says: Sentence, { cause, certificate = null }: { cause?: unknown; certificate?: StoreCertificate | null } = {}) {
    super(inEnglish(says), { cause });
    this.reason = reason;
    this.says = says;
    this.certificate = certificate;
  }
}
