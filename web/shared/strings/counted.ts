// A number as people write it. Apart from the words, which are made of it.
import { inLocale } from './formats.ts';

const numbers = inLocale((locale) => new Intl.NumberFormat(locale));

export const counted = (count: number): string => numbers().format(count);
