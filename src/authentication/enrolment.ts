// Adding a second factor: an authenticator app, once a code of it was typed, or a passkey, once the browser has made one. The first one makes recovery codes.
// Called by somebody who is signed in (my-factors.ts) and by the flow's last step (add-factor.ts), which have proved who he is.
import { Refusal } from '#errors.ts';
import { type Bound, challengeOf, newCeremony } from '#factors/ceremony.ts';
import { factorsMax } from '#factors/contract.ts';
import { hasPasskeys, newPasskey, optionsToAdd } from '#factors/passkeys.ts';
import { confirmFactor, type FactorRow, factorById, factorsOf, insertFactor, removeBegun, replaceRecoveryCodes, spendChallenge } from '#factors/queries.ts';
import { newRecoveryCodes } from '#factors/recovery-codes.ts';
import { factorImage, shownFactor } from '#factors/shown.ts';
import { newSecret, qrOf, stepOf, uriOf } from '#factors/totp.ts';
import type { Change } from '#journal/change.ts';
import { seal, unseal } from '#sealing.ts';
import type { World } from '#world.ts';
import { endMailProofs } from './flow-queries.ts';
import { guarded, sealedFor, type Where } from './prove-factor.ts';
import type { CredentialRow } from './queries.ts';

/** So long an app that was begun may be confirmed. */
export const begunMilliseconds = 15 * 60_000;

export type Owner = Pick<CredentialRow, 'no' | 'id' | 'domain' | 'user_name' | 'shown_name'>;
type Open = Pick<Change, 'tx' | 'now' | 'record'>;
/** The change it is done in: an action's own, or one in the user's name. */
export type Changing = <T>(body: (open: Open) => Promise<T>) => Promise<T>;

const labelOf = ({ domain, user_name }: Owner): string => (domain === 'PRIMARY' ? user_name : `${domain}/${user_name}`);
export const ownerOf = ({ id, domain, user_name }: Owner) => ({ id, name: `${domain}/${user_name}` });

const blank = {
  confirmed_at: 0,
  last_used_at: 0,
  secret: '',
  counter: 0,
  credential_id: '',
  public_key: '',
  transports: '',
  backed_up: 0,
  suspended_at: 0,
  begun_in: '',
};

/** `begunIn` = the session or flow of whoever begins it: he alone sees it again, and confirms it. Else whoever has the password could have its owner confirm his. */
type Beginning = { readonly name: string; readonly begunIn: string };
const sealedIn = (factorId: string, begunIn: string) => ({ use: 'factor secrets', place: `${factorId} begun in ${begunIn}` }) as const;

/** Does not count yet; one that was begun before is forgotten. */
export async function beginApp(world: World, owner: Owner, { name, begunIn }: Beginning) {
  const [id, secret, now] = [world.newId(), await newSecret(world), world.now()];
  await world.db.write(async (tx) => {
    refuseTooMany(await factorsOf(tx, owner.no));
    await removeBegun(tx, { userNo: owner.no, begunIn });
    await insertFactor(tx, {
      ...blank,
      id,
      user_no: owner.no,
      kind: 'totp',
      name,
      created_at: now,
      secret: seal(world, secret, sealedIn(id, begunIn)),
      begun_in: begunIn,
    });
  });
  return { id, ...(await shownSecret(owner, secret)) };
}

async function shownSecret(owner: Owner, secret: string) {
  const uri = await uriOf({ secret, label: labelOf(owner) });
  return { secret, uri, qr: await qrOf(uri) };
}

/** The one that was begun, shown once more to whoever began it; null = he has begun none, or too long ago. */
export async function begunApp(world: World, owner: Owner, begunIn: string) {
  const row = (await factorsOf(world.db.read, owner.no, { begun: true })).find((one) => one.begun_in === begunIn && isBegun(one, world.now()));
  const secret = row ? begunSecret(world, row, begunIn) : null;
  return row && secret !== null ? { id: row.id, ...(await shownSecret(owner, secret)) } : null;
}

/** Null = it was begun elsewhere, and does not open here. */
function begunSecret(world: World, { id, secret }: FactorRow, begunIn: string): string | null {
  try {
    return unseal(world, secret, sealedIn(id, begunIn));
  } catch {
    return null;
  }
}

const isBegun = ({ kind, confirmed_at, created_at }: FactorRow, now: number): boolean =>
  kind === 'totp' && confirmed_at === 0 && now < created_at + begunMilliseconds;

type Confirming = Where & { readonly factor: string; readonly code: string; readonly begunIn: string };

/** Gives recovery codes if it is his first factor; they are shown this once. */
export async function confirmApp(world: World, owner: Owner, { factor, code, begunIn, ...where }: Confirming, changing: Changing): Promise<string[]> {
  const row = await factorById(world.db.read, { id: factor, userNo: owner.no });
  const plain = row && isBegun(row, world.now()) ? begunSecret(world, row, begunIn) : null;
  if (!row || plain === null) throw new Refusal('factor.missing');
  const counter = await guarded(world, owner, where, () => stepOf(code, { secret: plain, after: row.counter, now: world.now() }));
  const secret = seal(world, plain, sealedFor(row.id));
  return changing(async (open) => {
    const before = await factorsOf(open.tx, owner.no);
    refuseTooMany(before);
    if (!(await confirmFactor(open.tx, { no: row.no, secret, counter, now: open.now }))) throw new Refusal('factor.missing');
    return added(world, open, { owner, row, isFirst: before.length === 0 });
  });
}

export async function beginPasskey(world: World, owner: Owner, bound: Bound) {
  if (!hasPasskeys(world.config)) throw new Refusal('passkey.nowhere');
  const known = await factorsOf(world.db.read, owner.no);
  refuseTooMany(known);
  const { challenge, ceremony } = newCeremony(world, bound);
  const options = await optionsToAdd(world, { id: owner.id, name: labelOf(owner), shownName: owner.shown_name }, challenge, known);
  return { options, ceremony };
}

export type NewPasskey = { readonly name: string; readonly ceremony: string; readonly response: string };

export async function addPasskey(world: World, owner: Owner, { name, ceremony, response, bound }: NewPasskey & { readonly bound: Bound }, changing: Changing) {
  const challenge = challengeOf(world, bound, ceremony);
  if (!challenge) throw new Refusal('passkey.refused');
  const made = await newPasskey(world, challenge.challenge, response);
  const id = world.newId();
  return changing(async (open) => {
    const before = await factorsOf(open.tx, owner.no);
    refuseTooMany(before);
    if (!(await spendChallenge(open.tx, challenge))) throw new Refusal('passkey.refused');
    await insertFactor(open.tx, { ...blank, ...made, id, user_no: owner.no, kind: 'passkey', name, created_at: open.now, confirmed_at: open.now });
    const row = await factorById(open.tx, { id, userNo: owner.no });
    if (!row) throw new Error('A passkey that was just added is not there.');
    return { factor: shownFactor(row), recoveryCodes: await added(world, open, { owner, row, isFirst: before.length === 0 }) };
  });
}

type Added = { readonly owner: Owner; readonly row: FactorRow; readonly isFirst: boolean };

async function added(world: World, { tx, record }: Open, { owner, row, isFirst }: Added): Promise<string[]> {
  const { id, kind, name } = row;
  record({ ...factorImage(ownerOf(owner), name), before: null, after: { factor: { id, kind, name } } });
  if (!isFirst) return [];
  await endMailProofs(tx, owner.no);
  const { codes, hashes } = newRecoveryCodes(world, owner.id);
  await replaceRecoveryCodes(tx, owner.no, hashes);
  return codes;
}

function refuseTooMany(known: readonly FactorRow[]): void {
  if (known.length >= factorsMax) throw new Refusal('factor.too-many', { max: factorsMax });
}
