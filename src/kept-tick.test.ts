// What V8 has learned of Node's ticks, asked of V8 itself in a process of its own, after values were cleared away while no tick waited.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';

const outputBytesMax = 16 * 1024 ** 2;

const ticksAndClearings = `
const turn = () => new Promise((resolve) => setImmediate(resolve));
const tick = () => { for (let n = 0; n < 2_000; n++) process.nextTick(() => {}); };
tick();
await turn();
for (let n = 0; n < 8; n++) { gc(); await turn(); }
tick();
await turn();
%DebugPrint(process.nextTick);`;

/** How many of the literal's names V8 has given up on, and how many it knows. */
function learnedOf(program: string): { readonly known: number; readonly tooMany: number } {
  // Code that V8 makes meanwhile, in threads, would keep the shapes a while, or not.
  const options = [
    '--no-opt',
    '--no-maglev',
    '--no-sparkplug',
    '--expose-gc',
    '--allow-natives-syntax',
    '--input-type=module',
    '--eval',
    `${program}${ticksAndClearings}`,
  ];
  const said = execFileSync(process.execPath, options, { encoding: 'utf8', maxBuffer: outputBytesMax, stdio: ['ignore', 'pipe', 'inherit'] });
  const count = (state: string) => said.split(`DefineKeyedOwnPropertyInLiteral ${state}`).length - 1;
  return { known: count('MONOMORPHIC'), tooMany: count('MEGAMORPHIC') };
}

describe('A kept tick', () => {
  it('keeps what V8 has learned of ticks, which is lost without', () => {
    const kept = learnedOf(`await import(${JSON.stringify(new URL('./kept-tick.ts', import.meta.url).href)});`);
    assert.ok(kept.known > 0);
    assert.equal(kept.tooMany, 0);
    // When this fails, Node makes its ticks in another way, and nothing need be kept.
    assert.ok(learnedOf('').tooMany > 0);
  });
});
