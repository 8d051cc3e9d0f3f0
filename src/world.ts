// World: everything a running Reeve is made of, as one value. Built in main.ts only; nothing else in the house is global.
// Types only: rooms above this one fill the ports that are declared here.

import type { BuiltIn } from '#applications/contract.ts';
import type { Look } from '#applications/look-contract.ts';
import type { Bell } from '#bell.ts';
import type { Feed } from '#changes/feed.ts';
import type { Config } from '#config.ts';
import type { Database } from '#db/database.ts';
import type { Egress } from '#egress/egress.ts';
import type { Facts } from '#gate/gate.ts';
import type { IdentityProviders } from '#identity-provider.ts';
import type { Log } from '#log.ts';
import type { Authorizer } from '#permissions/authorizer.ts';
import type { Requirement } from '#proof/requirement-contract.ts';
import type { Said, Sentence } from '#sentences/sentence.ts';
import type { Settings } from '#settings/settings.ts';
import type { Health, UserStore } from '#user-store.ts';

/** Hashing off the event loop, in a bounded queue (passwords/hash.ts). Beyond the bound: Refusal `hash.busy`. */
export type Hashing = {
  /** PHC string of Argon2id (RFC 9106). */
  hash(password: string): Promise<string>;
  verify(hash: string, password: string): Promise<boolean>;
  /** The same work as `verify`, for a user who does not exist. Always false. */
  pretend(password: string): Promise<false>;
  /** True when `hash` was made with other parameters than those in force. */
  outdated(hash: string): boolean;
};

/** Failures counted in bounded memory (authentication/attempts.ts, rules 29–30). */
export type Throttle = {
  /** Seconds to wait before the next try, 0 = go on. `known` = this browser has signed this user in before. */
  waitSeconds(key: AttemptKey, now: number): number;
  /** The same, without a try being begun. */
  peekSeconds(key: AttemptKey, now: number): number;
  failed(key: AttemptKey, now: number): void;
  /** Nobody could judge the password: the user counts it like a failure, so that it tells nothing of him, and his network does not. */
  unjudged(key: AttemptKey, now: number): void;
  succeeded(key: AttemptKey): void;
  list(now: number): readonly { key: string; says: Sentence; userId: string; failures: number; until: number }[];
  lift(key: string): void;
};
/** `user` is a salted digest of the canonical name, never what a stranger typed. `network` a /24 or /56. `userId` if the name is somebody's: for the list only. */
export type AttemptKey = { readonly user: string; readonly network: string; readonly known: boolean; readonly userId?: string };

/** A session or token that was shown and holds: who bears it, and how far it reaches. */
export type Borne = {
  readonly bearer: 'session' | 'token';
  readonly id: string;
  readonly userNo: number;
  readonly userId: string;
  readonly kind: string;
  readonly epoch: number;
  readonly facts: Facts;
  /** What an API token was narrowed to; null = everything its user may. */
  readonly narrowed: readonly string[] | null;
  readonly startedAt: number;
  /** When its user last showed in it who he is; 0 for tokens. */
  readonly provedAt: number;
  readonly endsAt: number;
  /** The second factor that was shown in it; '' = none. */
  readonly factor: string;
  /** Sent back with every change from a browser (rule 28); '' for tokens. */
  readonly csrf: string;
};

/** Sessions and tokens as this node remembers them, for a second at most (sessions/bearers.ts, rules 26 and 36). */
export type Bearers = {
  /** Null = malformed, unknown, ended, or its user may not act. Notes when it was last seen. */
  find(text: string, now: number): Promise<Borne | null>;
  /** The same out of memory, without waiting; undefined = ask `find`. */
  findAtOnce(text: string, now: number): Borne | undefined;
  forget(id: string): void;
};

/** Whether a store is used just now: its circuit breaker on this node. */
export type StoreCondition = {
  readonly state: 'ok' | 'failing' | 'resting' | 'unknown';
  readonly says: Said;
  readonly answeredAt: number;
  readonly failingSince: number;
  readonly milliseconds: number;
  readonly health: Health | null;
};

/** User stores that others own, opened when first needed and guarded: time limits, bounded calls at once, a circuit breaker (stores/registry.ts). */
export type Stores = {
  /** StoreFault when it may not be called just now; null = there is no such store, or it is disabled. */
  of(storeNo: number): Promise<UserStore | null>;
  /** Of settings that are only tried: not kept, not guarded. Close it. `checksOnly`: nothing but `check` is asked, and what is to be read may not be said yet. */
  tried(store: {
    readonly kind: string;
    readonly settings: unknown;
    readonly password: string;
    readonly answerSeconds?: number | undefined;
    readonly checksOnly?: boolean;
  }): Promise<UserStore>;
  condition(storeNo: number): StoreCondition;
  /** What an unknown or refused user must wait for, so that the slowest store in use tells nothing. */
  slowestMilliseconds(): number;
  /** Whether any of them is known not to answer. */
  anyFailing(): boolean;
  close(): Promise<void>;
};

/** A system that relies on Reeve. */
export type KnownApplication = {
  readonly id: string;
  readonly builtIn: BuiltIn | '';
  readonly name: string;
  readonly description: string;
  readonly homeUrl: string;
  readonly enabled: boolean;
  readonly look: Look;
  readonly requirement: Requirement;
};
/** Those that are not deleted, in memory (applications/known.ts). */
export type Applications = {
  /** Reeve's own doors first. */
  all(): readonly KnownApplication[];
  of(id: string): KnownApplication | undefined;
  door(builtIn: BuiltIn): KnownApplication;
};

export type World = {
  readonly config: Config;
  readonly db: Database;
  /** Who must forget what because of which change. */
  readonly changes: Feed;
  readonly authorizer: Authorizer;
  /** What administrators set while Reeve runs. */
  readonly settings: Settings;
  readonly applications: Applications;
  readonly hashing: Hashing;
  readonly throttle: Throttle;
  readonly bearers: Bearers;
  readonly egress: Egress;
  readonly stores: Stores;
  /** Identity providers that others run. */
  readonly providers: IdentityProviders;
  /** Rung when a job waits to be carried out; this node's runner listens (jobs/). */
  readonly jobs: Bell;
  /** Rung when a mail waits to be sent; this node's runner listens (mail/). `asked` counts who asks for links (rule 29), `askedToSignUp` apart from them, so that neither takes the other's place; `codes` who shows a code that was said to him. */
  readonly mail: Bell & { readonly asked: Throttle; readonly askedToSignUp: Throttle; readonly codes: Throttle };
  /** Made at start: for digests that stand for names in memory. */
  readonly salt: Buffer;
  readonly log: Log;
  /** Milliseconds since 1970. The one clock. */
  now(): number;
  /** n random bytes. The one source of chance. */
  random(bytes: number): Buffer;
  /** A new UUIDv7. */
  newId(): string;
};
