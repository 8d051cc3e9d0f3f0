// The conformance suite of user stores: every promise of the port (src/user-store.ts) as a case, run against one implementation on a real server.
// Called by stores-*.test.ts, each of which starts its server and says how its owner changes things there, behind our back. In the end it prints
// its column of the table implementation × case; what an implementation cannot do, it must say beforehand and why, or its case fails.
import { after, before, describe, it } from 'node:test';
import { failing } from './stores/failing.ts';
import { finding } from './stores/finding.ts';
import type { Case, Implementation } from './stores/implementation.ts';
import { reading } from './stores/reading.ts';
import { verifying } from './stores/verifying.ts';
import { writing } from './stores/writing.ts';

const cases = { ...reading, ...finding, ...verifying, ...writing, ...failing } as const satisfies Record<string, Case>;
export type CaseName = keyof typeof cases;
/** Case → why this store cannot: shown in the table. */
export type Lacks = Partial<Record<CaseName, string>>;

export function conformsAsUserStore(name: string, start: () => Promise<Implementation>, lacks: Lacks = {}): void {
  describe(`The port of user stores on ${name}`, () => {
    const verdicts = new Map<string, string>();
    let implementation: Implementation | undefined;
    before(async () => {
      implementation = await start();
    });
    after(async () => {
      await implementation?.stop();
      console.log(columnOf(name, verdicts, lacks));
    });
    for (const [title, holds] of Object.entries<Case>(cases)) {
      if (title in lacks) continue;
      it(title, async () => {
        verdicts.set(title, 'FAILS');
        if (!implementation) throw new Error(`${name} did not start.`);
        await holds(implementation);
        verdicts.set(title, 'holds');
      });
    }
  });
}

function columnOf(name: string, verdicts: ReadonlyMap<string, string>, lacks: Lacks): string {
  const width = Math.max(...Object.keys(cases).map(({ length }) => length));
  const reasons: Readonly<Record<string, string | undefined>> = lacks;
  const lines = Object.keys(cases).map((title) => `  ${title.padEnd(width)}  ${verdicts.get(title) ?? `– ${reasons[title] ?? 'not run'}`}`);
  return [`User store: ${name}`, ...lines].join('\n');
}
