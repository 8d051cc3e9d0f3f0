// Adds an application, or brings back one that was deleted: its name nobody else's, its home an address that may be followed.
import { action, type Doing } from '#action.ts';
import { Refusal } from '#errors.ts';
import { nameKeyOf, prepareApplicationName } from '#names/name.ts';
import { needsWhole } from '#permissions/needs-whole.ts';
import { say } from '#sentences/sentence.ts';
import { applicationImage, checkedAddress, objectOf, shownApplication } from './application.ts';
import { addApplication as adding, applicationsMax, restoreApplication as restoring } from './contract.ts';
import { putApplication } from './found.ts';
import { applicationById, insertApplication, isNameTaken, livingApplications } from './queries.ts';

export const addApplication = action(adding, async (call, { name: typed, homeUrl, description = '', enabled = true }) => {
  needsWhole(call);
  const { name, key } = prepareApplicationName(typed);
  const row = {
    ...blank,
    id: call.world.newId(),
    name,
    name_key: key,
    description: description.trim(),
    home_url: checkedAddress(homeUrl),
    enabled: enabled ? 1 : 0,
  };
  return call.change(async (doing) => {
    await refuseFull(doing);
    await refuseTaken(doing, { name, key });
    const whole = { ...row, created_at: doing.now, changed_at: doing.now };
    await insertApplication(doing.tx, whole);
    const added = { ...whole, no: 0 };
    doing.record({ kind: 'application', id: objectOf(added), name, before: null, after: applicationImage(added) });
    return shownApplication(added);
  });
});

const blank = { version: 1, built_in: '', look: '{}', factor: 'none', minutes: 0, deleted_at: 0 } as const;

export const restoreApplication = action(restoring, async (call, { id }) => {
  needsWhole(call);
  return call.change(async (doing) => {
    const row = await applicationById(doing.tx, id);
    if (!row || row.deleted_at === 0) throw new Refusal('application.missing');
    await refuseFull(doing);
    const { name } = row;
    const key = nameKeyOf(name);
    await refuseTaken(doing, { name, key });
    return shownApplication(await putApplication(doing, row, { name_key: key, deleted_at: 0 }));
  });
});

async function refuseFull({ tx }: Doing): Promise<void> {
  if ((await livingApplications(tx)).length >= applicationsMax) throw new Refusal('limit.reached', { max: applicationsMax, what: say('limit.applications') });
}

export async function refuseTaken({ tx }: Doing, { name, key }: { readonly name: string; readonly key: string }): Promise<void> {
  if (await isNameTaken(tx, key)) throw new Refusal('application.name-taken', { name }, [{ field: 'name' }]);
}
