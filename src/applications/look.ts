// What a page wears: the look of the application it leads to over that of all of Reeve; its stylesheet, and what may be said of a look at all.
// Called by edges/sign-in and by the actions of this room. Knows no page.
import { hash } from 'node:crypto';
import type { Db, Tx } from '#db/tables.ts';
import { type FieldFault, Refusal } from '#errors.ts';
import { say } from '#sentences/sentence.ts';
import type { KnownApplication, World } from '#world.ts';
import { isAddress } from './application.ts';
import { dimmedBy, type Look, lookOver, lookSection, shadesOfLook } from './look-contract.ts';
import { logoBy } from './queries.ts';

/** `sheet` = its own stylesheet, '' = none; `sheetName` = whose it is and a hash of it: other colours, another name. */
export type Worn = Pick<Look, 'logo' | 'help' | 'terms'> & { readonly name: string; readonly sheet: string; readonly sheetName: string };

const ourName = 'Reeve';
const nameBytes = 12;
/** In the place of an application's id. */
const ofAll = 'all';

/** Where nothing was said, or nothing can be asked. */
export const plainLook: Worn = { name: ourName, logo: '', help: '', terms: '', sheet: '', sheetName: '' };

export function wornFor({ settings }: Pick<World, 'settings'>, application?: KnownApplication): Worn {
  const whole = settings.of(lookSection);
  const look = application ? lookOver(whole, application.look) : whole;
  const ownName = application?.builtIn === '' ? application.name : '';
  const sheet = sheetOf(look);
  const { logo, help, terms } = look;
  return {
    name: application?.look.name || ownName || whole.name || ourName,
    logo,
    help,
    terms,
    sheet,
    sheetName: sheet === '' ? '' : `${application?.id ?? ofAll}/${shortHash(sheet)}`,
  };
}

const shortHash = (text: string): string => hash('sha256', text, 'hex').slice(0, 2 * nameBytes);

function sheetOf(look: Look): string {
  if (!(look.accent || look.accentDark || look.background || look.backgroundDark)) return '';
  const { light, dark } = shadesOfLook(look);
  const shades = (['canvas', 'accent', 'on', 'wash'] as const).map((name) => `--${name}:light-dark(${light[name]},${dark[name]})`);
  return `:root{${shades.join(';')}}`;
}

/** The stylesheet of this name, if the look of now has it; null = it has another, or none. */
export function sheetNamed(
  world: Pick<World, 'settings' | 'applications'>,
  { of, hash: asked }: { readonly of: string; readonly hash: string },
): string | null {
  const application = world.applications.of(of);
  if (!application && of !== ofAll) return null;
  const { sheet, sheetName } = wornFor(world, application);
  return sheet !== '' && sheetName === `${of}/${asked}` ? sheet : null;
}

/** Throws for colours that dim the text on them, for links that lead nowhere safe, and for a logo that is not there. */
export async function checkLook(source: Db | Tx, look: Look): Promise<void> {
  const faults: FieldFault[] = [
    ...(['background', 'backgroundDark'] as const).flatMap((field) => {
      const ratio = dimmedBy(field, look[field]);
      const said = say(field === 'background' ? 'look.too-dark' : 'look.too-light', { ratio: ratio?.toFixed(1) ?? '' });
      return ratio === null ? [] : [{ field, said }];
    }),
    ...(['help', 'terms'] as const).filter((field) => look[field] !== '' && !isAddress(look[field])).map((field) => ({ field, said: say('look.link') })),
  ];
  if (faults.length > 0) throw new Refusal('input.invalid', {}, faults);
  if (look.logo !== '' && !(await logoBy(source, look.logo))) throw new Refusal('logo.missing', {}, [{ field: 'logo' }]);
}
