// A number as people write it. Apart from the words, which are made of it.
import { locale } from './language.ts';

/** Making one costs more than using it a hundred times. */
const formats = new Map<string, Intl.NumberFormat>();

export function counted(count: number): string {
  const format = formats.get(locale()) ?? new Intl.NumberFormat(locale());
  formats.set(locale(), format);
  return format.format(count);
}
