// A code of the journal in words. The code is the title, for whoever looks for it in a program.
import { type CodeSort, wordOf } from './deed.ts';

export const Coded = ({ sort, code }: { readonly sort: CodeSort; readonly code: string }) => <span title={code}>{wordOf(sort, code)}</span>;
