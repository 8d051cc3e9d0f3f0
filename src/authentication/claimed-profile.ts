// What a newcomer is called here, and which of his mapped claims fit the fields they are for: what does not is left out, so that one odd value keeps nobody out.
// Called by newcomer.ts. Judged again where he is kept.
import type { Definitions } from '#attributes/definition.ts';
import type { Tx } from '#db/tables.ts';
import { Refusal } from '#errors.ts';
import type { Arrived, Claims } from '#identity-provider.ts';
import { mapWidth } from '#names/code-points.ts';
import { looksLikeAnother } from '#names/look-alike.ts';
import { prepareName, userNameLengthMax } from '#names/name.ts';
import { mappedValues, valuesAt } from '#providers/claims.ts';
import type { ProviderSettings } from '#providers/contract.ts';
import type { ProviderRow } from '#providers/queries.ts';
import { settingsOf } from '#providers/settings.ts';
import { judgeAll } from '#users/attributes.ts';
import { profileRules } from '#users/profile.ts';
import { refuseTakenName } from '#users/taken.ts';
import { checkProfile, type Profile } from '#users/user.ts';
import type { World } from '#world.ts';

const numberBytes = 4;
const numberedMax = 9;

type Fitting = Omit<Profile, 'mail'> & { readonly attributes: Record<string, string | string[]> };

export function fittingOf(definitions: Definitions, claims: Claims, settings: Pick<ProviderSettings, 'attributes'>): Fitting {
  const attributes: Record<string, string | string[]> = {};
  const profile: Record<string, string> = {};
  for (const [field, values] of mappedValues(claims, settings)) {
    const definition = definitions.get(field);
    if (!definition || field === 'mail') continue;
    if (Object.hasOwn(profileRules, field)) Object.assign(profile, fitsField(field, values[0] ?? ''));
    else {
      const some = definition.valuesMax === 1 ? (values[0] ?? '') : values.slice(0, definition.valuesMax);
      const judged = judgeAll({ definitions, kind: 'person', by: 'adding', mayDefine: false }, definition, { field, before: '', value: [...[some].flat()] });
      if ('value' in judged) attributes[field] = judged.value;
    }
  }
  return { ...profile, attributes };
}

/** Nothing where it does not fit. */
function fitsField(field: string, value: string): Profile {
  try {
    return checkProfile({ [field]: value });
  } catch (refusal) {
    if (refusal instanceof Refusal) return {};
    throw refusal;
  }
}

type Naming = { readonly provider: ProviderRow; readonly arrived: Arrived; readonly storeNo: number };

/** As he is called there, if nobody has that name here; else with a number. Whoever has that name is never meant by it. */
export async function freeNameOf(world: World, tx: Tx, { provider, arrived, storeNo }: Naming): Promise<string> {
  const wished = wishedName(arrived.claims, settingsOf(provider).nameClaim) ?? provider.key;
  const numbers = Array.from({ length: numberedMax - 1 }, (_, at) => String(at + 2));
  const chance = world.random(numberBytes).readUInt32BE(0);
  for (const ending of ['', ...numbers, `-${chance}`]) {
    const name = `${wished.slice(0, userNameLengthMax - ending.length)}${ending}`;
    if (await isFree(tx, storeNo, name)) return name;
  }
  throw new Refusal('user.name-taken', { name: wished, by: '' }, [{ field: 'userName' }]);
}

/** What stands before an @, also before a wide one, which a name has as a narrow one: an address as a name would be taken for somebody's address. */
function wishedName(claims: Claims, claim: string): string | null {
  const said =
    mapWidth(valuesAt(claims, claim)[0] ?? '')
      .normalize('NFC')
      .split('@')[0] ?? '';
  const name = said.trim().replace(/\s+/gu, '.').replaceAll('/', '.').slice(0, userNameLengthMax).toWellFormed();
  return isName(name) ? name : null;
}

function isName(name: string): boolean {
  try {
    return !looksLikeAnother(prepareName(name).name);
  } catch (refusal) {
    if (refusal instanceof Refusal) return false;
    throw refusal;
  }
}

async function isFree(tx: Tx, storeNo: number, name: string): Promise<boolean> {
  try {
    await refuseTakenName(tx, { storeNo, name: prepareName(name) });
    return true;
  } catch (refusal) {
    if (refusal instanceof Refusal) return false;
    throw refusal;
  }
}
