// `--help`: of all commands, of a noun with its verbs, of one command.
// Used by src/cli/run.ts. It does not run anything.
import { type Command, type Flags, globalFlags, kebab } from './arguments.ts';
import { pad, width } from './columns.ts';

export function helpOfAll(all: readonly Command[]): string {
  const rows = all.map((one) => [`reeve ${one.name}`, one.summary] as const);
  return `Reeve says who every user is, and what he may do.\n\n${rowsText(rows)}\nFlags of every command:\n${rowsText(flagRows(globalFlags))}\nreeve COMMAND --help says more. Settings are flags too (--port 9000): docs/configuration.md.`;
}

export function helpOf(command: Command): string {
  const own = command.commands ?? [];
  if (own.length > 0) return `${command.summary}\n\n${rowsText(own.map((one) => [`reeve ${one.name} ${one.usage ?? ''}`.trim(), one.summary]))}`.trimEnd();
  const flags = Object.keys(command.flags ?? {}).length > 0 ? `\nFlags:\n${rowsText(flagRows(command.flags ?? {}))}` : '';
  const more = command.more === undefined ? '' : `\n${command.more}\n`;
  return `${command.summary}\n\nUsage: reeve ${`${command.name} ${command.usage ?? ''}`.trim()} [flags]\n${flags}\nFlags of every command:\n${rowsText(flagRows(globalFlags))}${more}`.trimEnd();
}

function flagRows(flags: Flags): readonly (readonly [string, string])[] {
  return Object.entries(flags).map(([name, flag]) => {
    const value = flag.type === 'boolean' ? '' : ` ${flag.value ?? 'VALUE'}${flag.type === 'list' ? ',…' : ''}`;
    return [`${flag.short === undefined ? '' : `-${flag.short}, `}--${kebab(name)}${value}`, flag.summary];
  });
}

function rowsText(rows: readonly (readonly [string, string])[]): string {
  const left = Math.max(0, ...rows.map(([name]) => width(name)));
  return rows.map(([name, says]) => `  ${pad(name, left, 'left')}  ${says}\n`).join('');
}
