// Names that look like one another, for warnings: a skeleton in the manner of Unicode UTS 39 §4. Two names that look alike have one skeleton.
// Called where the actor may list users anyway (rule 3), and by imports. Pure. Does not decide anything: a warning is no refusal.
// Covers Latin with its look-alikes in Greek, Cyrillic, Armenian, Hebrew, Arabic, Cherokee and a few digits – not the 6,000 lines of confusables.txt, nor pairs
// within Chinese, Indic or other scripts. Coarser than UTS 39 in one point: i, l and 1 are one, because names are equal in any case and capital I looks like l.
import { nameKeyOf } from './name.ts';

/** What is looked like, then all that look like it. Written for keys, so in lower case. */
const rows = [
  'aаαɑ',
  'bƅьᏏ',
  'cсϲᴄⲥ',
  'dԁժ',
  'eеҽεҿ',
  'fքẝꬵ',
  'gɡցƍ',
  'hһհᏂ',
  'jјϳ',
  'kκкᴋĸ',
  'li1|ıіιɩɪӏǀᎥוןا',
  'nոռηп',
  'oо0οσօסہەه٥۵०০੦૦୦௦౦೦൦๐໐၀〇ⲟ',
  'pрρⲣ',
  'qԛգզ',
  'rгᴦⲅ',
  'sѕꜱƽ',
  'tτтᴛ',
  'uυսʋꭒ',
  'vνѵטᴠ',
  'wԝѡաɯᴡ',
  'xхⲭ',
  'yуγүყɣỿ',
  'zᴢ',
  '3зʒȝɜ',
  '6б',
  '8ȣ৪',
  '9৭',
  'яᴙ',
  'æӕ',
  'þϸ',
  'ßβ',
  'əәǝ',
] as const;

const prototypes: ReadonlyMap<string, string> = new Map(rows.flatMap((row) => [...row].map((char) => [char, [...row][0] ?? char] as const)));

/** Equal for names that look alike; of no other use, and not to be shown. */
export function nameSkeleton(name: string): string {
  const decomposed = nameKeyOf(name)
    .normalize('NFD')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '');
  const mapped = [...decomposed].map((char) => prototypes.get(char) ?? char).join('');
  return mapped.replaceAll('m', 'rn').replaceAll('vv', 'w').normalize('NFD');
}
