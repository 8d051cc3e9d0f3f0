// An application and a look as they are typed, and what is wrong with them. Pure.
import type { Application } from '#applications/contract.ts';
import { dimmedBy, type Look, shadesOfLook } from '#applications/look-contract.ts';
import type { Faults } from '../../shared/form/fields.ts';
import { look as say, applications as sayApplication } from '../../shared/strings/applications.ts';
import { form } from '../../shared/strings/form.ts';

export type Details = Pick<Application, 'name' | 'description' | 'homeUrl' | 'enabled'>;
export const blankDetails: Details = { name: '', description: '', homeUrl: '', enabled: true };
export const detailsOf = ({ name, description, homeUrl, enabled }: Application): Details => ({ name, description, homeUrl, enabled });

/** What anybody would take for an address; which of them may be followed, the server judges. */
const isAddress = (typed: string): boolean => /^https?:$/.test(URL.parse(typed)?.protocol ?? '');

const faultsIn = (faults: Readonly<Record<string, string | false>>): Faults =>
  Object.fromEntries(Object.entries(faults).filter((one): one is [string, string] => one[1] !== false));

export const faultsOfDetails = ({ name, homeUrl }: Details): Faults =>
  faultsIn({ name: name.trim() === '' && (form.faults.minLength?.(1) ?? form.invalid), homeUrl: !isAddress(homeUrl) && sayApplication.homeUrlFault });

export const colourFields = ['accent', 'accentDark', 'background', 'backgroundDark'] as const;
export type ColourField = (typeof colourFields)[number];
export const isColour = (typed: string): boolean => /^#[0-9a-f]{6}$/.test(typed);

function faultOfColour(field: ColourField, typed: string): string | false {
  if (typed === '') return false;
  if (!isColour(typed)) return say.colourFault;
  const ratio = field === 'background' || field === 'backgroundDark' ? dimmedBy(field, typed) : null;
  return ratio !== null && say.backgroundFault(ratio.toFixed(1));
}

export const faultsOfLook = (look: Look): Faults =>
  faultsIn({
    ...Object.fromEntries(colourFields.map((field) => [field, faultOfColour(field, look[field])])),
    ...Object.fromEntries((['help', 'terms'] as const).map((field) => [field, look[field] !== '' && !isAddress(look[field]) && say.addressFault])),
  });

/** With nothing in it that is not yet a colour: for what is drawn while somebody types. */
export const drawable = (look: Look): Look => ({
  ...look,
  ...Object.fromEntries(colourFields.map((field) => [field, faultOfColour(field, look[field]) === false ? look[field] : ''])),
});

/** What is drawn in the place of a colour that cannot be read; '' = it is drawn as it is. */
export function drawnAs(look: Look, field: 'accent' | 'accentDark'): string {
  const drawn = drawable(look);
  const { light, dark } = shadesOfLook(drawn);
  const shown = (field === 'accent' ? light : dark).accent;
  return drawn[field] !== '' && shown !== drawn[field] ? shown : '';
}
