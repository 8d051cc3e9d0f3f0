// World: everything a running Reeve is made of, as one value. Built in main.ts only; nothing else in the house is global.
// Types only: rooms above this one fill the ports that are declared here.
import type { Feed } from '#changes/feed.ts';
import type { Config } from '#config.ts';
import type { Database } from '#db/database.ts';
import type { Log } from '#log.ts';
import type { Authorizer } from '#permissions/authorizer.ts';

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
  failed(key: AttemptKey, now: number): void;
  succeeded(key: AttemptKey): void;
  list(now: number): readonly { key: string; says: string; failures: number; until: number }[];
  lift(key: string): void;
};
/** `user` is a salted digest of the canonical name, never what a stranger typed. `network` a /24 or /56. */
export type AttemptKey = { readonly user: string; readonly network: string; readonly known: boolean };

export type World = {
  readonly config: Config;
  readonly db: Database;
  /** Who must forget what because of which change. */
  readonly changes: Feed;
  readonly authorizer: Authorizer;
  readonly hashing: Hashing;
  readonly throttle: Throttle;
  readonly log: Log;
  /** Milliseconds since 1970. The one clock. */
  now(): number;
  /** n random bytes. The one source of chance. */
  random(bytes: number): Buffer;
  /** A new UUIDv7. */
  newId(): string;
};
