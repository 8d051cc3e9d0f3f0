// npm run bench [name …]: runs each bench in a process of its own, prints the table, and fails if a budget does not hold.
// Installs the peers first, from their own manifest: nothing of the product needs them.
import { fork, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import type { Bench, Measured } from './frame.ts';

const here = import.meta.dirname;

/** At least or at most so much; `says` is the row of the table. */
type Budget = { readonly says: string; readonly atLeast?: number; readonly atMost?: number };

const readBudgets = (): Readonly<Record<string, Budget>> => JSON.parse(readFileSync(`${here}/budgets.json`, 'utf8')) as Record<string, Budget>;

const isBench = async (file: string): Promise<boolean> => /^export const bench\b/m.test(readFileSync(`${here}/${file}`, 'utf8'));

async function benchNames(wanted: readonly string[]): Promise<readonly string[]> {
  const files = readdirSync(here).filter((file) => file.endsWith('.ts'));
  const names: string[] = [];
  for (const file of files) if (await isBench(file)) names.push(file.slice(0, -3));
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`There is no bench ${unknown.join(', ')}. There are: ${names.join(', ')}.`);
  return wanted.length > 0 ? wanted : names;
}

function installPeers() {
  if (existsSync(`${here}/peers/node_modules/.package-lock.json`)) return;
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: `${here}/peers`, stdio: 'inherit' });
  if (status !== 0) throw new Error('The peers could not be installed (bench/peers).');
}

/** One bench, alone in its process. */
function measure(name: string): Promise<readonly Measured[]> {
  return new Promise((resolve, reject) => {
    const child = fork(import.meta.filename, ['--only', name], { execArgv: ['--disable-warning=ExperimentalWarning', '--expose-gc'] });
    let measured: readonly Measured[] = [];
    child.on('message', (message) => {
      // Sent by runHere below, and by nobody else.
      measured = message as readonly Measured[];
    });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve(measured) : reject(new Error(`bench ${name} failed`))));
  });
}

async function runHere(name: string) {
  // Every file that `isBench` lets through exports a bench under this name.
  const { bench } = (await import(`./${name}.ts`)) as { readonly bench: Bench };
  const measured = await bench.run();
  if (process.send) process.send(measured);
  else console.log(measured);
}

const holds = ({ value }: Measured, { atLeast, atMost }: Budget) => (atLeast === undefined || value >= atLeast) && (atMost === undefined || value <= atMost);
const short = (value: number) => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3));
const bound = ({ atLeast, atMost }: Budget) =>
  [atLeast === undefined ? '' : `≥ ${atLeast}`, atMost === undefined ? '' : `≤ ${atMost}`].filter((one) => one !== '').join(' ');

function row(measured: Measured, budget: Budget): string {
  const [least, most] = [Math.min(...measured.samples), Math.max(...measured.samples)];
  const figure = `${short(measured.value)} ${measured.unit}`.padEnd(10);
  return `${holds(measured, budget) ? 'ok    ' : 'MISSED'} ${figure} ${bound(budget).padEnd(8)} [${short(least)} – ${short(most)}]  ${budget.says}: ${measured.says}`;
}

async function runAll(wanted: readonly string[]) {
  installPeers();
  const budgets = readBudgets();
  const names = await benchNames(wanted);
  console.log(`Node ${process.version}, ${availableParallelism()} cores, ${cpus()[0]?.model ?? ''}. Median [least – most] of interleaved rounds.`);
  let missed = 0;
  for (const name of names) {
    for (const measured of await measure(name)) {
      const budget = budgets[measured.figure];
      if (!budget) {
        console.log(`       ${short(measured.value)} ${measured.unit}, without a budget: ${measured.figure}: ${measured.says}`);
        continue;
      }
      if (!holds(measured, budget)) missed += 1;
      console.log(row(measured, budget));
    }
  }
  console.log(missed === 0 ? 'Every budget holds.' : `${missed} missed.`);
  process.exitCode = missed === 0 ? 0 : 1;
}

const [first, second] = process.argv.slice(2);
if (first === '--only' && second) await runHere(second);
else await runAll(process.argv.slice(2));
