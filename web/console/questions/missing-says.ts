// What is missing for a permission, in the reader's language; what this page does not know, in the server's words.
import type { Missing } from '#permissions/contract.ts';
import { exactly } from '../../shared/show/moments.ts';
import { answers as say } from '../../shared/strings/answers.ts';

export function missingSays({ code, says, role, node, at }: Missing, display: (path: string) => string): string {
  const words = say.missing[code];
  return words ? words(role?.name ?? '', node ? display(node) : '', at ? exactly(at, Date.now()) : '') : says;
}
