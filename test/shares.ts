// Divides the test files among processes so that they end at about the same time. Called by run.ts.
// The seconds are what run.ts shows as the slowest files, once in a while copied here; old ones cost time and nothing else.

const seconds: Readonly<Record<string, number>> = {
  'test/conformance/stores-active-directory.test.ts': 20,
  'test/conformance/active-directory-details.test.ts': 5,
  'src/stores/ldap/hostile.test.ts': 3.5,
  'test/conformance/ldap-details.test.ts': 3,
  'test/conformance/stores-ldap.test.ts': 3,
  'src/cli/commands.test.ts': 3.4,
  'src/users/list.test.ts': 2.2,
  'src/backup/backup.test.ts': 1.9,
  'test/query-plans.test.ts': 1.8,
  'src/cli/run.test.ts': 1.4,
  'src/passwords/policy.test.ts': 1.1,
  'src/authentication/attempts.test.ts': 0.8,
  'test/routes.test.ts': 0.8,
  'src/users/states.test.ts': 0.7,
  'src/edges/sign-in/pages.test.ts': 0.6,
  'src/groups/groups.test.ts': 0.6,
  'src/roles/roles.test.ts': 0.6,
  'test/security/holes.test.ts': 0.6,
  'src/users/recycle-bin.test.ts': 0.5,
  'test/security/fuzz.test.ts': 0.5,
};
const secondsUsual = 0.2;

/** Each file goes where the least has been given so far, the longest first. */
export function divide(files: readonly string[], count: number): readonly (readonly string[])[] {
  const costOf = (file: string) => seconds[file] ?? secondsUsual;
  const shares = Array.from({ length: count }, () => ({ files: [] as string[], cost: 0 }));
  for (const file of [...files].sort((a, b) => costOf(b) - costOf(a))) {
    const least = shares.reduce((best, share) => (share.cost < best.cost ? share : best));
    least.files.push(file);
    least.cost += costOf(file);
  }
  return shares.map((share) => share.files).filter((share) => share.length > 0);
}
