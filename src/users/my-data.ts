// Everything that is kept about somebody, as one document for himself (GDPR, article 15): what the screens about him show, and no secret.
// Called through actions.ts. What others did to him is told with the names of fields, as the journal keeps it.
import { action } from '#action.ts';
import { Refusal } from '#errors.ts';
import { factorsOf } from '#factors/queries.ts';
import { shownFactor } from '#factors/shown.ts';
import { shownAccount } from '#providers/linked.ts';
import { linkedOf } from '#providers/queries.ts';
import { sessionsOf, tokensOf } from '#sessions/queries.ts';
import { seenBy } from './attributes.ts';
import { myData as operation } from './my-contract.ts';
import { whoIs } from './my-profile.ts';
import { changesAbout, requestsAsked, signInsOf, termsAccepted } from './my-queries.ts';
import { findUser } from './queries.ts';
import { membershipsShown } from './roles-of-user.ts';
import { shownUser } from './shown-user.ts';

export const myData = action(operation, async (call) => {
  const { world, now } = call;
  const { read } = world.db;
  const { id, no } = whoIs(call);
  const row = await findUser(read, id);
  if (!row) throw new Refusal('auth.required');
  const { items: roles, groups } = await membershipsShown(read, world.authorizer.model, { userNo: no, now });
  return {
    madeAt: now,
    profile: seenBy(world.authorizer.model.attributes, shownUser(row, now), 'self'),
    roles: [...roles],
    groups: [...groups],
    sessions: [...(await sessionsOf(read, { userNo: no, now, idleSince: 0 }))],
    tokens: [...(await tokensOf(read, { userNo: no, now }))],
    factors: (await factorsOf(read, no)).map(shownFactor),
    requests: [...(await requestsAsked(read, no))],
    terms: [...(await termsAccepted(read, no))],
    accounts: (await linkedOf(read, no)).map(shownAccount),
    signIns: [...(await signInsOf(read, no))],
    changes: [...(await changesAbout(read, id))],
  };
});
