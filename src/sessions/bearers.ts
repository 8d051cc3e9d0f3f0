// Who bears a session or token: found by id, compared by hash, judged by the gate at each use, remembered for a second at most (rules 26, 36).
// Opened once, by open-world.ts; asked through World.bearers. Fills the port `Bearers` of world.ts.
// Does not know cookies or headers, nor what a bearer may do.
import { createHmac } from 'node:crypto';
import type { Feed, News } from '#changes/feed.ts';
import { refuseWhenStale } from '#changes/stale.ts';
import type { Config } from '#config.ts';
import type { Database } from '#db/database.ts';
import { type Facts, gate } from '#gate/gate.ts';
import type { Bearers, Borne } from '#world.ts';
import { readSession, readToken, touchSession, touchToken } from './queries.ts';
import { type Bearer, idIn, parseToken, sameSecret, secretMatches } from './session.ts';

/** Remembered; the one longest unread goes first. */
const bearersMax = 20_000;
/** After so long a row is read again by its key, so that an end that was told to nobody is seen. */
const rememberMillisecondsMax = 1_000;
const seenEveryMilliseconds = 60_000;
const hourMilliseconds = 3_600_000;

/** `proven` = the whole text whose secret was last shown to fit the hash: a program that asks all day is not hashed each time. Gone with the entry, after a second. */
type Kept = { readonly borne: Borne; readonly secretHash: string; readAt: number; seenAt: number; proven: string };

class KnownBearers implements Bearers {
  readonly #database: Database;
  readonly #feed: Feed;
  readonly #config: Limits;
  readonly #kept = new Map<string, Kept>();
  /** Counts what was forgotten, so that a read which began before is not kept. */
  #generation = 0;

  constructor(database: Database, feed: Feed, config: Limits) {
    this.#database = database;
    this.#feed = feed;
    this.#config = config;
  }

  heard({ objects, all }: News) {
    this.#generation += 1;
    if (all) this.#kept.clear();
    const named = new Set(objects);
    for (const [id, { borne }] of this.#kept) if (named.has(id) || named.has(borne.userId)) this.#kept.delete(id);
  }

  forget(id: string) {
    this.#generation += 1;
    this.#kept.delete(id);
  }

  findAtOnce(text: string, now: number): Borne | undefined {
    refuseWhenStale(this.#feed, this.#config, now);
    const kept = this.#kept.get(idIn(text));
    // What was shown to fit is spelled rightly, and says what it is.
    if (!kept || !sameSecret(kept.proven, text) || !isFresh(kept, now) || !this.#holds(kept, now)) return undefined;
    return now - kept.seenAt < this.#seenEvery ? kept.borne : undefined;
  }

  async find(text: string, now: number): Promise<Borne | null> {
    const parsed = parseToken(text);
    if (!parsed) return null;
    refuseWhenStale(this.#feed, this.#config, now);
    const kept = this.#remembered(parsed, now) ?? (await this.#read(parsed.bearer, parsed.id, now));
    if (!kept || !proves(kept, text, parsed.secret) || !this.#holds(kept, now)) return null;
    if (now - kept.seenAt >= this.#seenEvery) await this.#see(kept, now);
    return kept.borne;
  }

  #remembered({ id, bearer }: { readonly id: string; readonly bearer: Bearer }, now: number): Kept | null {
    const known = this.#kept.get(id);
    return known && known.borne.bearer === bearer && isFresh(known, now) ? known : null;
  }

  #holds({ borne, seenAt }: Kept, now: number): boolean {
    const idle = borne.bearer === 'session' && now - seenAt >= this.#config.sessionIdleHoursMax * hourMilliseconds;
    return !idle && now < borne.endsAt && gate(borne.facts, { epoch: borne.epoch, now }) === null;
  }

  async #read(bearer: Bearer, id: string, now: number): Promise<Kept | null> {
    const generation = this.#generation;
    const made = bearer === 'session' ? await this.#sessionOf(id, now) : await this.#tokenOf(id, now);
    if (generation === this.#generation) this.#keep(id, made);
    return made;
  }

  #keep(id: string, made: Kept | null) {
    this.#kept.delete(id);
    if (!made) return;
    if (this.#kept.size >= bearersMax)
      for (const oldest of this.#kept.keys()) {
        this.#kept.delete(oldest);
        break;
      }
    this.#kept.set(id, made);
  }

  async #sessionOf(id: string, now: number): Promise<Kept | null> {
    const row = await readSession(this.#database.read, id);
    if (!row) return null;
    const borne: Borne = {
      bearer: 'session',
      id,
      userNo: row.user_no,
      userId: row.user_id,
      kind: row.kind,
      epoch: row.epoch,
      facts: factsOf(row),
      narrowed: null,
      startedAt: row.started_at,
      provedAt: row.proved_at,
      endsAt: row.ends_at,
      factor: row.factor,
      csrf: csrfOf(row.secret_hash),
    };
    return { borne, secretHash: row.secret_hash, readAt: now, seenAt: row.last_seen_at, proven: '' };
  }

  async #tokenOf(id: string, now: number): Promise<Kept | null> {
    const row = await readToken(this.#database.read, id);
    if (!row) return null;
    const borne: Borne = {
      bearer: 'token',
      id,
      userNo: row.user_no,
      userId: row.user_id,
      kind: row.kind,
      epoch: row.epoch,
      facts: factsOf(row),
      narrowed: narrowedOf(row.permissions),
      startedAt: row.created_at,
      provedAt: 0,
      endsAt: row.ends_at,
      factor: '',
      csrf: '',
    };
    return { borne, secretHash: row.secret_hash, readAt: now, seenAt: row.last_used_at, proven: '' };
  }

  /** At most once a minute, or often enough for a short idle time. */
  get #seenEvery() {
    return Math.min(seenEveryMilliseconds, (this.#config.sessionIdleHoursMax * hourMilliseconds) / 4);
  }

  /** Requests that cross write it once. */
  async #see(kept: Kept, now: number) {
    kept.seenAt = now;
    const { id, bearer } = kept.borne;
    await this.#database.write((tx) => (bearer === 'session' ? touchSession(tx, { id, now }) : touchToken(tx, { id, now })));
  }
}

const isFresh = ({ readAt }: Kept, now: number): boolean => now - readAt < rememberMillisecondsMax && now >= readAt;

function proves(kept: Kept, text: string, secret: string): boolean {
  if (sameSecret(kept.proven, text)) return true;
  if (!secretMatches(secret, kept.secretHash)) return false;
  kept.proven = text;
  return true;
}

type FactRow = {
  readonly disabled_at: number;
  readonly locked_at: number;
  readonly locked_until: number;
  readonly pending: string;
  readonly user_starts_at: number;
  readonly user_ends_at: number;
  readonly deleted_at: number;
  readonly revocation_epoch: number;
  readonly state_reason: string;
  readonly store_enabled: number;
};
const factsOf = (row: FactRow): Facts => ({
  disabledAt: row.disabled_at,
  lockedAt: row.locked_at,
  lockedUntil: row.locked_until,
  pending: row.pending,
  startsAt: row.user_starts_at,
  endsAt: row.user_ends_at,
  deletedAt: row.deleted_at,
  revocationEpoch: row.revocation_epoch,
  stateReason: row.state_reason,
  storeSays: row.store_enabled === 1 ? '' : 'disabled',
});

/** Null = everything. What cannot be read is narrowed to nothing: an odd row never opens a door. */
export function narrowedOf(permissions: string): readonly string[] | null {
  if (permissions === '[]') return null;
  try {
    const read: unknown = JSON.parse(permissions);
    return Array.isArray(read) ? read.map(String) : [];
  } catch {
    return [];
  }
}

/** Sent with every change from a browser. Made from what only the server has, and of no use without the cookie. */
export const csrfOf = (secretHash: string): string => createHmac('sha256', secretHash).update('reeve cross-site token').digest('base64url');

type Limits = Pick<Config, 'sessionIdleHoursMax' | 'staleSecondsMax'>;
export function openBearers(database: Database, feed: Feed, config: Limits): Bearers {
  const known = new KnownBearers(database, feed, config);
  feed.listen((news) => known.heard(news));
  return known;
}
