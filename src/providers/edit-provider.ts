// Changes an identity provider, or switches it on or off. Where it is stays: links are to subjects of that issuer, and would mean nothing elsewhere.
import { action, type Doing } from '#action.ts';
import type { InputOf } from '#contract.ts';
import { needsWhole } from '#permissions/needs-whole.ts';
import { seal } from '#sealing.ts';
import { takeSessionsOfProvider } from '#sessions/queries.ts';
import type { World } from '#world.ts';
import { checkComing } from './check-coming.ts';
import { editProvider as operation, type ProviderSettings } from './contract.ts';
import { foundProvider } from './found.ts';
import { type ProviderRow, updateProvider } from './queries.ts';
import { checkConnection, keptSecretFor, presetOf, secretBound, settingsOf } from './settings.ts';
import { countsOf, providerImage, shownProvider } from './shown.ts';

type Asked = InputOf<typeof operation>;

export const editProvider = action(operation, async (call, asked) => {
  needsWhole(call);
  const { world } = call;
  const { row, ended } = await call.change(async (doing) => edit(world, doing, { row: await foundProvider(doing.tx, asked), asked }));
  for (const session of ended) world.bearers.forget(session);
  return shownProvider(world, row, (await countsOf(world))(row));
});

type Edit = { readonly row: ProviderRow; readonly asked: Asked };

/** `ended` = ids of the sessions that came by it, where it is off now: off at once means them too, and switched on again it brings none back. */
type Edited = { readonly row: ProviderRow; readonly ended: readonly string[] };

/** Does what was asked, and nothing where it is so already. */
async function edit(world: World, doing: Doing, { row, asked }: Edit): Promise<Edited> {
  const { tx, now, record } = doing;
  const after = afterwards(world, doing, { row, asked });
  if (isSame(row, after)) return { row, ended: [] };
  const changed = { ...after, version: row.version + 1, changed_at: now };
  const { no: _no, ...set } = changed;
  await updateProvider(tx, row.no, set);
  const ended = changed.enabled === 1 ? [] : await takeSessionsOfProvider(tx, { providerNo: row.no, now });
  const said = { ...(changed.secret === row.secret ? {} : { secret: 'changed' }), ...(ended.length > 0 ? { ended: { sessions: ended.length } } : {}) };
  record({ kind: 'provider', id: row.id, name: changed.name, before: providerImage(row), after: { ...providerImage(changed), ...said } });
  return { row: changed, ended };
}

function afterwards(world: World, doing: Doing, { row, asked }: Edit): ProviderRow {
  const { id: _id, version: _version, name = row.name, position = row.position, enabled = row.enabled === 1, secret, ...said } = asked;
  const before = settingsOf(row);
  // What is absent stays: also what is given as undefined.
  const settings = { ...before, ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) } as ProviderSettings;
  const where = { ...settings, preset: presetOf(row), issuer: row.issuer };
  checkConnection(where, secret);
  checkComing(doing, settings, before);
  if (secret === undefined) keptSecretFor(world, row, where);
  const sealed = secret === undefined ? row.secret : secret === '' ? '' : seal(world, secret, secretBound(row.id));
  return { ...row, name, position, enabled: enabled ? 1 : 0, settings: JSON.stringify(settings), secret: sealed };
}

const isSame = (row: ProviderRow, after: ProviderRow): boolean =>
  (['name', 'position', 'enabled', 'settings', 'secret'] as const).every((column) => row[column] === after[column]);
