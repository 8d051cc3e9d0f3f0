// The data model on one page: every table, every column, as the row types that all queries share.
// Conventions: `no` is an integer row key for links and indexes, `id` a UUIDv7 for everybody else; moments are integer milliseconds and 0 means never, so that
// no sort column is ever NULL; texts are '' when not set; flags are 0 or 1; `*_key` is the case-mapped form that is compared and sorted. JSON is text.
import type { Generated, GeneratedAlways, Kysely } from 'kysely';
import type { ReadonlyKysely } from 'kysely/readonly';

type Auto = Generated<number>;

export type Tables = {
  /** Facts about the installation: schema, setup_done_at, oldest_program, master_check … */
  meta: { key: string; value: string };

  stores: {
    no: Auto;
    id: string;
    version: Generated<number>;
    domain: string;
    domain_key: string;
    /** primary, ldap, active-directory, sql. */
    kind: string;
    description: Generated<string>;
    position: number;
    writable: number;
    enabled: Generated<number>;
    /** The file that declares it, and alone may change it; '' = none. */
    declared_in: Generated<string>;
    /** JSON: how to reach and read it, and how to live with it. '' for PRIMARY. */
    settings: Generated<string>;
    living: Generated<string>;
    /** Sealed; '' = none. */
    secret: Generated<string>;
    created_at: number;
    changed_at: Generated<number>;
    deleted_at: Generated<number>;
  };
  /** What this installation knows of each foreign store: how its reading goes, and when it last answered. One row for each. */
  store_states: {
    store_no: number;
    /** idle, waiting, running, braked, failed. */
    state: string;
    says: string;
    /** Whether the run reads everything, and how many it may take away (-1 = as the brake says). */
    full_run: number;
    vanishing_max: number;
    /** Where the next delta begins, as the driver says. */
    mark: string;
    /** Of the run: what it has seen carries it. */
    generation: number;
    due_at: number;
    started_at: number;
    finished_at: number;
    /** When everything was last read, deletions included. */
    full_at: number;
    seen: number;
    added: number;
    changed: number;
    vanished: number;
    skipped: number;
    /** Entries left out because their names belong to users or groups of other entries. */
    namesakes: number;
    /** JSON: the first of them. */
    skipped_entries: string;
    answered_at: number;
    failing_since: number;
    fault: string;
    lease_owner: string;
    lease_until: number;
  };
  /** Which entry of a store is which row here. `kind` is user or group, `key` the entry's own immutable id. */
  store_entries: {
    store_no: number;
    kind: string;
    key: string;
    object_no: number;
    address: string;
    address_key: string;
    /** Of what was last taken over: the same again needs no change. */
    digest: string;
    generation: number;
    /** When it was missing; 0 = it is there. */
    gone_at: number;
  };
  /** What is being written into stores that others own, and whatever of it was cut off: finished by synchronise/ (rule 38). Never a secret. */
  store_writes: {
    no: Auto;
    store_no: number;
    /** About whom: one write at a time. */
    object: string;
    /** add, update, password, disable, enable, delete, join, leave. */
    what: string;
    user_id: string;
    /** Of memberships. */
    group_id: string;
    /** Where the store finds him. */
    key: string;
    address: string;
    name: string;
    /** What the journal calls it. */
    image_name: string;
    /** In words, for the journal. */
    says: string;
    /** The entry that has the intent. */
    number: number;
    begun_at: number;
    /** When anybody may finish it. */
    finish_at: number;
  };
  /** Off by default: what lets a user in while his store does not answer (outageDays). */
  outage_verifiers: { user_no: number; password_hash: string; made_at: number; ends_at: number };

  users: {
    no: Auto;
    id: string;
    version: number;
    kind: string;
    store_no: number;
    user_name: string;
    /** Unique within its store. */
    name_key: string;
    given_name: string;
    family_name: string;
    shown_name: string;
    shown_key: string;
    mail: string;
    mail_key: string;
    phone: string;
    organisation: string;
    country: string;
    language: string;
    time_zone: string;
    owner_no: number;
    /** JSON object of the free attributes. */
    attributes: string;
    created_at: number;
    changed_at: number;
    starts_at: number;
    ends_at: number;
    /** By an administrator, or by his store. */
    disabled_at: number;
    /** By his store alone: 0, or the same moment as disabled_at if nobody here has disabled him as well. */
    store_disabled_at: Generated<number>;
    locked_at: number;
    /** 0 while locked_at > 0 = until somebody unlocks. */
    locked_until: number;
    /** '', approval, mail, password. */
    pending: string;
    state_reason: string;
    deleted_at: number;
    revocation_epoch: number;
    /** Roles given directly; 0 is the filter "no role". Kept by triggers. */
    role_count: number;
    /** Which of the first attribute definitions he has a value of (bits). Kept by triggers. */
    held: Generated<number>;
    /** 1 from the first sign-in on. Kept by triggers. */
    signed_in: Generated<number>;
    /** Computed by the database from the columns above: see user-facts.ts. */
    facts: GeneratedAlways<number>;
  };
  /** Apart from users, so that signing in touches no index of it after the first time. One row per user, from the day he is made. */
  user_sign_ins: {
    user_no: number;
    last_sign_in_at: number;
    /** Copies from users, for lists. Kept by triggers. */
    facts: Generated<number>;
    created_at: Generated<number>;
  };
  credentials: {
    user_no: number;
    password_hash: string;
    changed_at: number;
    must_change: number;
    temporary_until: number;
    /** When its owner was told by mail that this password ends; 0 = not yet. */
    warned_at: Generated<number>;
  };
  /** Others who may say who somebody is. `key` stands in the address that they send people back to. */
  providers: {
    no: Auto;
    id: string;
    version: number;
    key: string;
    preset: string;
    /** What the button says. */
    name: string;
    issuer: string;
    enabled: number;
    position: number;
    /** JSON: how to come there, and what becomes of whoever comes from there. */
    settings: string;
    /** Sealed; '' = none. */
    secret: string;
    created_at: number;
    changed_at: number;
  };
  /** Systems that rely on Reeve. `built_in` = one of Reeve's own doors: console, dashboard, account. Deleted ones keep their row for a while, under a name that nobody can have. */
  applications: {
    no: Auto;
    id: string;
    version: number;
    built_in: string;
    name: string;
    name_key: string;
    description: string;
    home_url: string;
    enabled: number;
    /** JSON: what of the look is its own. */
    look: string;
    /** What must be shown to get in: none, any, passkey; and within how many minutes, 0 = whenever. */
    factor: string;
    minutes: number;
    created_at: number;
    changed_at: number;
    deleted_at: number;
  };
  /** Pictures that looks name, by the SHA-256 of what they are. `content` is Base64. */
  logos: { hash: string; type: string; content: string; created_at: number };
  /** A user's account at a provider: known by issuer and subject, and by nothing else. */
  linked_accounts: {
    no: Auto;
    id: string;
    user_no: number;
    provider_no: number;
    issuer: string;
    subject: string;
    /** What people call it, such as a mail address; proves nothing. */
    label: string;
    /** 1 = its first coming made the user. */
    made_user: number;
    linked_at: number;
    last_used_at: number;
  };
  /** One of each administrator who tries settings: the draft and what arrived, sealed. */
  provider_trials: { id: string; user_no: number; draft: string; state: string; result: string; ends_at: number };
  /**
   * What a user has beside his password. `secret` is sealed (an app's); `counter` = the last step of an app, or what a passkey has counted; `suspended_at` = a copy
   * of it was shown. Not confirmed: it does not count.
   */
  factors: {
    no: Auto;
    id: string;
    user_no: number;
    /** totp, passkey. */
    kind: string;
    name: string;
    created_at: number;
    confirmed_at: number;
    last_used_at: number;
    secret: string;
    counter: number;
    credential_id: string;
    /** COSE, base64url. */
    public_key: string;
    transports: string;
    backed_up: number;
    suspended_at: number;
    /** The session or flow that began it, while it is not confirmed. */
    begun_in: string;
  };
  /** Only where a rule says that they may not be used again. */
  password_history: { user_no: number; set_at: number; password_hash: string };
  /** Digests under a key of ours. */
  recovery_codes: { user_no: number; code_hash: string; used_at: number };
  /** Of passkeys, that were answered: none is answered twice. */
  challenges: { hash: string; ends_at: number };
  /** Everything one may sign in with; unique per store. */
  identifiers: { store_no: number; key: string; kind: string; user_no: number };

  /** Their definitions. Those of the fields that every user has are built in, and have row keys below zero. */
  attributes: {
    no: Auto;
    id: string;
    version: Generated<number>;
    name: string;
    display_name: string;
    type: string;
    built_in: number;
    searchable: number;
    created_at: number;
    help: Generated<string>;
    /** JSON arrays. */
    choices: Generated<string>;
    kinds: Generated<string>;
    required: Generated<number>;
    is_unique: Generated<number>;
    pattern: Generated<string>;
    pattern_says: Generated<string>;
    example: Generated<string>;
    values_max: Generated<number>;
    /** user, administrators, nobody. */
    see: Generated<string>;
    change: Generated<string>;
    in_lists: Generated<number>;
    position: Generated<number>;
    changed_at: Generated<number>;
  };
  /** Values of unique attributes, each with the one user who has it. */
  attribute_claims: { attribute_no: number; value_key: string; user_no: number };
  user_attributes: { attribute_no: number; value_key: string; user_no: number; verified_at: number };

  groups: {
    no: Auto;
    id: string;
    version: number;
    store_no: number;
    name: string;
    name_key: string;
    /** As names are read (names/sorted.ts): what lists go by. */
    sort_key: string;
    description: string;
    created_at: number;
    changed_at: number;
    deleted_at: number;
  };
  group_members: { group_no: number; user_no: number; added_at: number; added_by: string };
  group_edges: { parent_no: number; child_no: number };

  roles: {
    no: Auto;
    id: string;
    version: number;
    name: string;
    name_key: string;
    sort_key: string;
    description: string;
    built_in: string;
    created_at: number;
    changed_at: number;
    /** Not 0: deleted, and seen by nobody; its givings are being removed. */
    deleted_at: number;
    /** 1: users may ask for it, unless it is administrative. */
    requestable: Generated<number>;
  };
  role_entries: { role_no: number; node_no: number; allow: number };
  /** One row per giving: the same role may be given twice with different scopes or times. `scope` is the neutral tree as JSON, '' = everything. */
  role_users: { no: Auto; role_no: number; user_no: number; from_at: number; until_at: number; scope: string; given_by: string; given_at: number };
  role_groups: { no: Auto; role_no: number; group_no: number; from_at: number; until_at: number; scope: string; given_by: string; given_at: number };

  /** Filters, orders and columns of the list of users under a name. `content` is JSON; owner_no 0 = made on the host. */
  saved_views: {
    no: Auto;
    id: string;
    version: number;
    owner_no: number;
    name: string;
    name_key: string;
    sort_key: string;
    shared: number;
    content: string;
    created_at: number;
    changed_at: number;
  };

  permission_nodes: {
    no: Auto;
    id: string;
    parent_no: number;
    path: string;
    display_name: string;
    description: string;
    /** 1: may be given only by somebody who holds it (rule 15). */
    administrative: number;
    position: number;
    created_at: number;
  };

  sessions: {
    id: string;
    user_no: number;
    secret_hash: string;
    epoch: number;
    started_at: number;
    last_seen_at: number;
    ends_at: number;
    network: string;
    browser: string;
    /** The second factor that was shown, as in flows, and when the user last proved himself. */
    factor: Generated<string>;
    proved_at: Generated<number>;
    /** The identity provider by which it was begun, row key; 0 = by none. */
    provider_no: Generated<number>;
  };
  viewings: {
    id: string;
    session_id: string;
    viewer_no: number;
    user_no: number;
    user_epoch: number;
    started_at: number;
    ends_at: number;
  };
  tokens: {
    id: string;
    user_no: number;
    secret_hash: string;
    epoch: number;
    name: string;
    permissions: string;
    created_at: number;
    created_by: string;
    ends_at: number;
    last_used_at: number;
  };

  /** A sign-in between two proofs: bound to its browser (secret), user, step and epoch; used once. */
  flows: {
    id: string;
    secret_hash: string;
    user_no: number;
    step: string;
    epoch: number;
    credential_at: number;
    to_path: string;
    ends_at: number;
    /** The second factor that was proved: '' = none yet, totp, passkey, recovery, remembered. */
    factor: Generated<string>;
    /** He has still to choose a password of his own. */
    must_choose: Generated<number>;
    /** The linked account that he came by, row key; 0 = by none. */
    linked_no: Generated<number>;
    /** From where it was begun: a browser that has signed him in before, or a network. */
    place: Generated<string>;
  };
  /** Browsers that have signed a user in: they have a budget of failures of their own (rule 29). */
  known_browsers: {
    user_no: number;
    browser_hash: string;
    seen_at: number;
    /** Until when it need not show a second factor, while the epoch is this. */
    trusted_until: Generated<number>;
    trusted_epoch: Generated<number>;
  };

  /** Sign-ins and failures: bounded, aggregated, never what a stranger typed. user_no 0 = nobody we know. */
  events: { no: Auto; at: number; outcome: string; user_no: number; network: string; door: string; count: number };

  /** One row (only = 1): the newest change, its hash, and the newest change of the model (roles, tree, nesting). Locked first by every change. */
  journal_head: { only: number; number: number; hash: string; model_number: number; changed_at: number };
  journal: {
    number: number;
    at: number;
    actor_kind: string;
    actor_id: string;
    right_used: string;
    door: string;
    operation: string;
    reason: string;
    digests: string;
    hash: string;
  };
  journal_images: {
    number: number;
    position: number;
    kind: string;
    object_id: string;
    name: string;
    before: string;
    after: string;
    salt: string;
    erased_at: number;
  };
  journal_signatures: { number: number; hash: string; signature: string; at: number };

  /** What an entry undid (0 = nothing), and the job it belongs to (0 = none). Written with the entry. */
  journal_links: { number: number; undoes: number; job_no: number };

  /** A plan, and the job that carries it out. `act`, `summary` and `actor` are JSON; `undoes` is the id of the job it takes back. See jobs/contract.ts. */
  jobs: {
    no: Auto;
    id: string;
    /** plan, waiting, running, done, cancelled, stopped. */
    state: string;
    act: string;
    summary: string;
    undoes: string;
    actor_kind: string;
    actor_id: string;
    actor: string;
    created_at: number;
    /** When a plan that nobody carried out is forgotten, and a job with all its results. */
    ends_at: number;
    started_at: number;
    finished_at: number;
    cancel_at: number;
    /** Why it stopped. */
    says: string;
    /** The node that works on it, and until when it is nobody else's. */
    lease_owner: string;
    lease_until: number;
  };
  /** `verdict` is the plan's word (change, skip, unknown), `outcome` the job's ('' = not yet, done, skipped, failed). `secret` is sealed, and shown once. */
  job_rows: {
    job_no: number;
    position: number;
    object_id: string;
    name: string;
    shown_name: string;
    version: number;
    verdict: string;
    code: string;
    says: string;
    /** The entry this row takes back; 0 = none. */
    entry: number;
    outcome: string;
    outcome_code: string;
    outcome_says: string;
    /** The entry it left in the journal; 0 = none. */
    number: number;
    done_at: number;
    secret: string;
    /** What was seen besides the version and must still be so; where rows are linked anew, the id of the new entry. */
    seen: string;
    /** user or group. */
    object_kind: string;
  };

  /** What administrators set while Reeve runs: one row for each part that was ever changed. `value` is JSON; `secret` is sealed, '' = none. */
  settings: { key: string; version: number; value: string; secret: string; changed_at: number };

  /** What waits to be sent, and what became of it. `secret` is sealed: what its text is made from; '' once it was sent. */
  mails: {
    no: Auto;
    id: string;
    /** Which template. */
    kind: string;
    /** 0 = nobody: an answer to a stranger’s question leaves the same rows whether or not he is known (rule 30). */
    user_no: number;
    address: string;
    language: string;
    secret: string;
    /** queued, sent, failed, returned (sent, and came back). */
    state: string;
    tries: number;
    /** The mail server’s last words. */
    says: string;
    created_at: number;
    due_at: number;
    /** When it is of no use any more. */
    ends_at: number;
    finished_at: number;
    lease_owner: string;
    lease_until: number;
  };
  /** Links in mails, each for one user, address and purpose, taken once (rule 31). */
  mail_links: {
    id: string;
    secret_hash: string;
    /** See Purpose in mail/links.ts. */
    purpose: string;
    user_no: number;
    epoch: number;
    credential_at: number;
    /** The address it was sent to. */
    mail: string;
    mail_key: string;
    /** Of the browser that asked; '' = whichever follows it. */
    browser_hash: string;
    /** Of what the link shows in another browser. */
    code_hash: string;
    /** The administrator who hands it over, as the journal names him; '' = nobody. */
    made_by: string;
    tries: number;
    /** When the browser that asked was given the code. */
    proved_at: number;
    created_at: number;
    ends_at: number;
    /** From where it was asked for, as in flows; '' = by somebody who may. */
    place: Generated<string>;
  };
  /** The address somebody has followed a link from: counts while it is his. `recovered_at` = when he last set a password by mail. */
  verified_mails: { user_no: number; mail_key: string; verified_at: number; recovered_at: number };
  /** Whose mails come back, and from which address: while it is the one he has. `says` = in the words of the mail server that had it last. */
  mail_returns: { user_no: number; address: string; at: number; says: string };
  /** Texts that administrators have changed; the rest is as the program has it. */
  mail_templates: { kind: string; language: string; version: number; subject: string; body: string; html: string; changed_at: number };

  /**
   * What users ask for and somebody decides: an account (`user_no` waits for it), a role, their own deletion. One open of a kind for each user and role.
   * Those of a user who is deleted end with him: by a trigger.
   */
  requests: {
    no: Auto;
    id: string;
    /** account, role, deletion. */
    kind: string;
    user_no: number;
    /** 0 = about no role. */
    role_no: number;
    /** The name of the role then. */
    about: string;
    /** His own, and until when he wants it (0 = for good). */
    words: string;
    until_at: number;
    asked_at: number;
    /** 0 = open. */
    decided_at: number;
    /** '', approved, refused, withdrawn, ended. */
    decision: string;
    /** As the journal names an actor. */
    decided_by: string;
    says: string;
    given_until: number;
  };
  /** Which terms somebody has accepted when he signed up, and when. */
  accepted_terms: { user_no: number; version: string; accepted_at: number };

  /** Wrapped by the master key. */
  keys: { id: string; use: string; wrapped: string; created_at: number };
  setup_links: { hash: string; created_at: number; ends_at: number; browser_hash: string; used_at: number };

  /** Kept by triggers: how many users have this value; dim is kind, store, country, state-fact …, val its value. */
  filter_counts: { dim: string; val: string; n: number };
  /** Kept by triggers: for each span of row keys of users (0029), a moment that none of them was made after. */
  user_spans: { span: number; newest: number };
};

export type Table = keyof Tables;
/** For reading; cannot write, by type. */
export type Db = ReadonlyKysely<Tables>;
/** A transaction in which writing is allowed. Only `change()` and `write()` hand one out. */
export type Tx = Kysely<Tables>;
