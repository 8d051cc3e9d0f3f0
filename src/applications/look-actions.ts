// The look of all of Reeve, and the logos that looks name, as actions.
// Read by actions.ts.
import { hash } from 'node:crypto';
import { type Action, action, type Doing } from '#action.ts';
import { Refusal } from '#errors.ts';
import { needsWhole } from '#permissions/needs-whole.ts';
import { say } from '#sentences/sentence.ts';
import { changeSettings } from '#settings/change.ts';
import { lookIn } from './application.ts';
import { isInert, typeOf } from './logo.ts';
import { checkLook } from './look.ts';
import { addLogo, logoBytesMax, logosMax, lookOperations, lookSection } from './look-contract.ts';
import { keepLogo, logosKept, looksKept, removeLogos } from './queries.ts';

const dayMilliseconds = 86_400_000;

export const lookActions: readonly Action[] = [
  action(lookOperations.show, async ({ world }) => ({ version: world.settings.versionOf(lookSection), settings: world.settings.of(lookSection) })),
  action(lookOperations.change, (call, { version, ...set }) =>
    call.change((doing) => changeSettings(doing, lookSection, { version, set }, (after) => checkLook(doing.tx, after))),
  ),
  action(addLogo, async (call, asked) => {
    needsWhole(call);
    const content = Buffer.from(asked.content, 'base64');
    const type = typeOf(content);
    if (type === null) throw unfit(say('logo.type', { kib: logoBytesMax / 1024 }));
    if (!isInert(type, content)) throw unfit(say('logo.active'));
    const logo = hash('sha256', content, 'base64url');
    const inUse = call.world.settings.of(lookSection).logo;
    return call.change(async (doing) => {
      await forgetUnused(doing, inUse);
      if ((await logosKept(doing.tx)).length >= logosMax) throw new Refusal('limit.reached', { max: logosMax, what: say('limit.logos') });
      await keepLogo(doing.tx, { hash: logo, type, content: content.toString('base64'), created_at: doing.now });
      doing.record({ kind: 'logo', id: `logo:${logo}`, name: type, before: null, after: { logo, type, bytes: content.length } });
      return { logo };
    });
  }),
];

const unfit = (says: ReturnType<typeof say>) => new Refusal('logo.unfit', { says }, [{ field: 'content' }]);

/** Those of a day ago that no look names: whoever brings one names it soon. */
async function forgetUnused({ tx, now }: Doing, inUse: string): Promise<void> {
  const named = new Set([inUse, ...(await looksKept(tx)).map(({ look }) => lookIn(look).logo)]);
  const unused = (await logosKept(tx)).filter(({ hash: one, created_at }) => !named.has(one) && created_at < now - dayMilliseconds);
  await removeLogos(
    tx,
    unused.map((one) => one.hash),
  );
}
