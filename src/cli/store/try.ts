// `reeve store test|preview|rehearse`: a store that is there, with changes if they are said, or settings that are only a draft. Nothing is kept. Used by ../store.ts.
import { previewStore, rehearseStore, testStore } from '#stores/contract.ts';
import { type CommandContext, command } from '../arguments.ts';
import { type Caller, given, withCaller } from '../call.ts';
import { exitCodes } from '../exit-codes.ts';
import { momentText } from '../moments.ts';
import { draftFlags, kindFlags, newDraft, passwordOf, settingsChanged } from './draft.ts';
import { detailsOf, foreignKind } from './found.ts';

const flags = { ...kindFlags, ...draftFlags };
type Context = CommandContext<typeof flags>;

async function triedOf({ flags: said, operands: [domain], output }: Context, caller: Caller) {
  const password = given({ password: await passwordOf(output, said) });
  if (domain === undefined) return { ...newDraft(said), ...password };
  const store = await detailsOf(caller, domain);
  return { id: store.id, kind: foreignKind(store), settings: settingsChanged(store.settings, said) ?? store.settings, ...password };
}

type Tried = Awaited<ReturnType<typeof triedOf>>;

const trying = (words: { readonly name: string; readonly summary: string }, show: (context: Context, caller: Caller, tried: Tried) => Promise<number>) =>
  command({
    ...words,
    usage: '[DOMAIN]',
    flags,
    run: (context: CommandContext<typeof flags>) => withCaller(context, async (caller) => show(context, caller, await triedOf(context, caller))),
  });

export const test = trying(
  { name: 'store test', summary: 'Try a connection: what answers, with which certificate, and if it fails, why. Exit code 4 = it does not work.' },
  async ({ output }, caller, tried) => {
    const answer = await caller.call(testStore, tried);
    const { works, says, health, certificate } = answer;
    const shown = certificate && {
      certificate: certificate.subject,
      'issued by': certificate.issuer,
      'sha-256': certificate.fingerprint,
      'certificate ends': momentText(certificate.endsAt),
    };
    output.record({ works: works ? 'yes' : 'no', says, ...(health ? { server: health.server, milliseconds: health.milliseconds } : {}), ...shown }, answer);
    return works ? exitCodes.done : exitCodes.no;
  },
);

export const preview = trying(
  { name: 'store preview', summary: 'The first ten users and groups of a store as they would be mapped.' },
  async ({ output }, caller, tried) => {
    const answer = await caller.call(previewStore, tried);
    if (output.json) {
      output.record({}, answer);
      return exitCodes.done;
    }
    await output.table(
      [
        { title: 'user', value: (row) => row.name },
        { title: 'shown name', value: (row) => row.shownName, shrink: true },
        { title: 'mail', value: (row) => row.mail, shrink: true },
        { title: 'disabled', value: (row) => (row.disabled ? 'yes' : '') },
        { title: 'where', value: (row) => row.address, shrink: true },
      ],
      answer.users,
    );
    output.line();
    await output.table(
      [
        { title: 'group', value: (row) => row.name },
        { title: 'members', value: (row) => row.members, align: 'right' },
        { title: 'where', value: (row) => row.address, shrink: true },
      ],
      answer.groups,
    );
    for (const { address, says } of answer.skipped) output.line(`left out: ${address}: ${says}`);
    return exitCodes.done;
  },
);

export const rehearse = trying(
  { name: 'store rehearse', summary: 'Read a whole store and say what synchronising would do, without doing it.' },
  async ({ output }, caller, tried) => {
    const answer = await caller.call(rehearseStore, tried);
    const { users, groups, added, changed, vanished, clashes, skipped, complete } = answer;
    output.record(
      {
        users,
        groups,
        added,
        changed,
        vanished,
        'names that others have too': clashes,
        'left out': skipped,
        ...(complete ? {} : { note: 'stopped at its limits: at least so many' }),
      },
      answer,
    );
    for (const { address, says } of answer.skippedEntries) output.line(`left out: ${address}: ${says}`);
    return exitCodes.done;
  },
);
