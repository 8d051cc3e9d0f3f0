// `reeve docs …`: the documents that are printed from the code.
// Loaded by src/cli/commands.ts. It does not know what they say.
import { writeFileSync } from 'node:fs';
import { type Command, command as declare, UsageFault } from '#cli/arguments.ts';
import { exitCodeDocs, exitCodes } from '#cli/exit-codes.ts';
import { configurationDocs } from '#config.ts';
import { didYouMean } from '#nearest.ts';

const documents: Readonly<Record<string, () => string>> = { configuration: configurationDocs, 'exit-codes': exitCodeDocs };

export const command: Command = declare({
  name: 'docs',
  summary: 'Print a document that is made from the code.',
  usage: 'DOCUMENT',
  flags: { write: { type: 'boolean', summary: 'Write it to docs/ instead.' } },
  more: `DOCUMENT is one of: ${Object.keys(documents).join(', ')}.`,
  run: async ({ operands: [name = ''], flags, output }) => {
    const print = Object.hasOwn(documents, name) ? documents[name] : undefined;
    if (print === undefined) throw new UsageFault(`There is no document ${name}.${didYouMean(name, Object.keys(documents))}`);
    if (flags.write) writeFileSync(new URL(`../../docs/${name}.md`, import.meta.url), print());
    else output.line(print().trimEnd());
    return exitCodes.done;
  },
});
