// Divides the test files among processes so that they end at about the same time. Called by run.ts.
// The seconds are what run.ts shows as the slowest files, once in a while copied here; old ones cost time and nothing else.

const seconds: Readonly<Record<string, number>> = {
  'test/browser/accessible.test.ts': 190,
  'test/browser/quality.test.ts': 190,
  'test/browser/narrow-rights.test.ts': 130,
  'test/browser/user-table.test.ts': 75,
  'test/browser/list-tools.test.ts': 65,
  'test/browser/stores.test.ts': 45,
  'test/browser/main-job.test.ts': 35,
  'test/browser/everyday.test.ts': 30,
  'test/browser/german.test.ts': 25,
  'test/browser/bulk.test.ts': 25,
  'test/browser/groups.test.ts': 20,
  'test/browser/roles.test.ts': 20,
  'test/browser/attentive.test.ts': 20,
  'test/browser/attributes.test.ts': 20,
  'test/browser/recycle-bin.test.ts': 15,
  'test/browser/giving.test.ts': 15,
  'test/browser/view-as.test.ts': 12,
  'test/browser/mail.test.ts': 12,
  'test/browser/factors.test.ts': 20,
  'test/browser/providers.test.ts': 30,
  'test/browser/sign-up.test.ts': 24,
  'test/browser/without-a-script.test.ts': 10,
  'test/processes/jobs.test.ts': 28,
  'test/processes/kill.test.ts': 27,
  'test/processes/packed.test.ts': 15,
  'test/processes/dev.test.ts': 12,
  'test/processes/command-line.test.ts': 11,
  'test/processes/two-servers.test.ts': 10,
  'test/processes/start.test.ts': 9,
  'test/security/delegation.test.ts': 45,
  'src/authentication/ways-in.test.ts': 40,
  'src/cli/commands.test.ts': 25,
  'src/bulk/bulk.test.ts': 24,
  'src/users/list.test.ts': 21,
  'test/conformance/stores-active-directory.test.ts': 20,
  'test/query-plans.test.ts': 18,
  'src/backup/backup.test.ts': 18,
  'test/security/fuzz.test.ts': 14,
  'test/conformance/active-directory-details.test.ts': 12,
  'test/conformance/stores-ldap.test.ts': 8,
  'test/conformance/stores-sql.test.ts': 8,
  'src/stores/ldap/hostile.test.ts': 4,
  'test/conformance/ldap-servers.test.ts': 3,
  'test/conformance/directory.test.ts': 3,
  'test/routes.test.ts': 3,
};
const secondsUsual = 1;

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
