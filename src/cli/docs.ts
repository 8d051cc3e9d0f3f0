// `reeve docs …`: the documents that are printed from the code.
// Loaded by src/cli/commands.ts. It does not know what they say.
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { didYouMean } from '#nearest.ts';
import { type Command, command as declare, UsageFault } from './arguments.ts';
import { exitCodeDocs, exitCodes } from './exit-codes.ts';

export const command: Command = declare({
  name: 'docs',
  summary: 'Print a document that is made from the code.',
  usage: 'DOCUMENT',
  flags: { write: { type: 'boolean', summary: 'Write it to docs/ instead.' } },
  more: 'DOCUMENT is a name such as configuration, exit-codes, errors or operations.',
  run: async ({ operands: [name = ''], flags, output }) => {
    const all = await printers();
    const print = all.get(name);
    if (print === undefined) throw new UsageFault(`There is no document ${name}.${didYouMean(name, [...all.keys()])}`);
    if (flags.write) writeFileSync(new URL(`../../docs/${name}.md`, import.meta.url), print());
    else output.line(print().trimEnd());
    return exitCodes.done;
  },
});

/** `docs/configuration.md` is called `configuration` here. Loaded when asked for: the documents read every contract. */
export async function printers(): Promise<ReadonlyMap<string, () => string>> {
  const { documents } = await import('#documents.ts');
  return new Map([...Object.entries(documents).map(([path, print]) => [basename(path, '.md'), print] as const), ['exit-codes', exitCodeDocs] as const]);
}
