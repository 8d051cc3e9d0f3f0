// Tests of which each builds on those before: when one has failed, the rest fail at once instead of waiting for screens that cannot come.
// Called by the tests of this folder.
import { it } from 'node:test';

export function steps(): (name: string, body: () => Promise<void>) => void {
  let failed = '';
  return (name, body) => {
    it(name, async () => {
      if (failed) throw new Error(`Not tried, because this failed: ${failed}`);
      failed = name;
      await body();
      failed = '';
    });
  };
}
