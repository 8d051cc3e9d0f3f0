// Adds an identity provider: checked, its secret sealed. Off until somebody says otherwise, so that it can be tried first.
import { action, type Doing } from '#action.ts';
import type { InputOf } from '#contract.ts';
import { Refusal } from '#errors.ts';
import { needsWhole } from '#permissions/needs-whole.ts';
import { seal } from '#sealing.ts';
import { say } from '#sentences/sentence.ts';
import type { World } from '#world.ts';
import { checkComing } from './check-coming.ts';
import { addProvider as operation, providersMax } from './contract.ts';
import { allProviders, insertProvider, type ProviderRow, providerByKey } from './queries.ts';
import { beginningOf, checkConnection, issuerOf, secretBound } from './settings.ts';
import { providerImage, shownProvider } from './shown.ts';

type Asked = InputOf<typeof operation>;
type NewProvider = Omit<ProviderRow, 'no'>;

export const addProvider = action(operation, async (call, asked) => {
  needsWhole(call);
  const { world } = call;
  const row = newProvider(world, asked);
  await call.change((doing) => add(doing, row));
  return shownProvider(world, { ...row, no: 0 }, { linked: 0, sessions: 0 });
});

async function add(doing: Doing, row: NewProvider): Promise<void> {
  const { tx, record } = doing;
  if (await providerByKey(tx, row.key)) throw new Refusal('provider.key-taken', { key: row.key }, [{ field: 'key' }]);
  const all = await allProviders(tx);
  if (all.length >= providersMax) throw new Refusal('limit.reached', { max: providersMax, what: say('limit.providers') });
  const whole = { ...row, no: 0 };
  checkComing(doing, providerImage(whole));
  await insertProvider(tx, row);
  record({ kind: 'provider', id: row.id, name: row.name, before: null, after: providerImage(whole) });
}

/** Checked and sealed; not yet kept. */
function newProvider(world: World, { key, preset, issuer, name, secret, enabled = false, position = 0, ...said }: Asked): NewProvider {
  const id = world.newId();
  const now = world.now();
  const settings = { ...beginningOf(preset), ...said };
  checkConnection({ ...settings, preset }, secret);
  return {
    id,
    version: 1,
    key,
    preset,
    name,
    issuer: issuerOf(preset, issuer),
    enabled: enabled ? 1 : 0,
    position,
    settings: JSON.stringify(settings),
    secret: secret === '' ? '' : seal(world, secret, secretBound(id)),
    created_at: now,
    changed_at: now,
  };
}
