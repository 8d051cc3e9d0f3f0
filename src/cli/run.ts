// From the words behind `reeve` to an exit code: finds the command, gives it its context, and turns every failure into one clear line.
// Called by bin/reeve.ts and by tests. It does not know what any command does.

import { type Config, ConfigFault, loadConfig } from '#config.ts';
import { Refusal } from '#errors.ts';
import { didYouMean } from '#nearest.ts';
import { explainStartFault, StartFault } from '#start-faults.ts';
import { type Command, type CommandContext, type Parsed, parseArguments, type Remote, UsageFault } from './arguments.ts';
import { commands } from './commands.ts';
import { CommandFault, exitCodes, refusalExitCodes } from './exit-codes.ts';
import { helpOf, helpOfAll } from './help.ts';
import { type Output, openOutput, type Sink } from './output.ts';

export type CommandLine = {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Sink;
  readonly stderr: Sink;
};

export async function runCommandLine(line: CommandLine): Promise<number> {
  const output = outputOf(line, line.argv.includes('--json'));
  // Kept when read, so that a fault of a start can name the folder and the port that were meant.
  const known: { config?: Config } = {};
  try {
    return await run(line, known);
  } catch (error) {
    return explain(error, output, known.config);
  }
}

async function run(line: CommandLine, known: { config?: Config }): Promise<number> {
  const [first = '--help'] = line.argv;
  if (first === '--help' || first === '-h' || first === 'help') {
    line.stdout.write(`${helpOfAll(await loadAll())}\n`);
    return exitCodes.done;
  }
  const { command, rest } = await find(line.argv);
  const wantsHelp = rest.includes('--help') || rest.includes('-h');
  if (wantsHelp || command.run === undefined) {
    line.stdout.write(`${helpOf(command)}\n`);
    return wantsHelp ? exitCodes.done : exitCodes.usage;
  }
  return command.run(contextOf(line, parseArguments(command, rest), known));
}

/** Words choose a command as long as the command has commands of its own. */
async function find(argv: readonly string[]): Promise<{ readonly command: Command; readonly rest: readonly string[] }> {
  const [first = '', ...others] = argv;
  const load = Object.hasOwn(commands, first) ? commands[first] : undefined;
  if (load === undefined) throw new UsageFault(`There is no command ${first}.${didYouMean(first, Object.keys(commands))} reeve --help lists them all.`);
  let { command } = await load();
  let rest = others;
  while (command.commands !== undefined && rest[0] !== undefined && !rest[0].startsWith('-')) {
    command = childOf(command, rest[0]);
    rest = rest.slice(1);
  }
  return { command, rest };
}

function childOf(parent: Command, word: string): Command {
  const children = parent.commands ?? [];
  const lastWord = (one: Command) => one.name.split(' ').at(-1) ?? '';
  const child = children.find((one) => lastWord(one) === word);
  if (child !== undefined) return child;
  throw new UsageFault(`There is no command ${parent.name} ${word}.${didYouMean(word, children.map(lastWord), (near) => `${parent.name} ${near}`)}`);
}

const loadAll = async (): Promise<readonly Command[]> => (await Promise.all(Object.values(commands).map((load) => load()))).map(({ command }) => command);

function contextOf(line: CommandLine, parsed: Parsed, known: { config?: Config }): CommandContext {
  const { globals, flags, operands, settings } = parsed;
  const config = () => {
    known.config ??= loadConfig({ argv: settings, env: line.env, file: globals.config });
    return known.config;
  };
  return { flags, operands, output: outputOf(line, globals.json), env: line.env, remote: remoteOf(parsed, line.env), config };
}

function remoteOf({ globals }: Parsed, env: CommandLine['env']): Remote | null {
  const url = globals.url ?? env.REEVE_URL ?? '';
  const token = globals.token ?? env.REEVE_TOKEN ?? '';
  if (url === '') return null;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw new UsageFault('--url takes an address such as https://users.example.com:9443.');
  if (token === '') throw new UsageFault('--url needs an API token: put it into REEVE_TOKEN.');
  return { url: url.replace(/\/+$/, ''), token, caFile: globals.ca ?? env.REEVE_CA ?? '' };
}

const outputOf = ({ stdout, stderr, env }: CommandLine, json: boolean): Output => openOutput({ stdout, stderr, env, json, now: Date.now });

/** One line on standard error, and the exit code. Only a bug, or a fault nobody foresaw, shows its stack. */
function explain(error: unknown, output: Output, config: Config | undefined): number {
  const says = (text: string, code: number) => {
    output.note(`reeve: ${text}`);
    return code;
  };
  if (error instanceof UsageFault) return says(error.message, exitCodes.usage);
  if (error instanceof ConfigFault) return says(error.message, exitCodes.configuration);
  if (error instanceof CommandFault) return says(error.message, error.exitCode);
  if (error instanceof Refusal) return says(inOneLine(error), refusalExitCodes[error.kind]);
  const fault = config === undefined ? (error instanceof StartFault ? error : null) : explainStartFault(error, config);
  if (fault !== null) return says(fault.sentence, fault.exitCode);
  return says(error instanceof Error ? (error.stack ?? error.message) : String(error), exitCodes.fault);
}

/** Nothing twice: what its fields say already, a refusal does not say itself; nor does one that only points at them. */
function inOneLine({ code, message, fields }: Refusal): string {
  const said = fields.map(({ field, says }) => (field === '' ? says : `${field}: ${says}`));
  const isSaid = code === 'input.invalid' || fields.every(({ says }) => message.includes(says));
  return [...(isSaid && said.length > 0 ? [] : [message]), ...said].join(' ');
}
