// What mails say: shown, tried, changed, and put back as the program has it.
import { action, type Doing } from '#action.ts';
import { Refusal } from '#errors.ts';
import { needsWhole } from '#permissions/needs-whole.ts';
import {
  changeTemplate as changing,
  listTemplates as listing,
  type MailKind,
  type MailLanguage,
  mailKinds,
  mailLanguages,
  previewTemplate as previewing,
  resetTemplate as resetting,
  type Template,
} from './contract.ts';
import { readTemplate, readTemplates, removeTemplate, type TemplateRow, writeTemplate } from './queries.ts';
import { checkWording, letterOf, ownWording, sampleValues } from './templates.ts';

type Which = { readonly kind: MailKind; readonly language: MailLanguage };

const shown = ({ kind, language }: Which, row: TemplateRow | undefined): Template => ({
  kind,
  language,
  version: row?.version ?? 0,
  changedAt: row?.changed_at ?? 0,
  ...(row ? { subject: row.subject, text: row.body, html: row.html } : ownWording(kind, language)),
});

export const listTemplates = action(listing, async (call) => {
  needsWhole(call);
  const rows = await readTemplates(call.world.db.read);
  const every = mailKinds.flatMap((kind) => mailLanguages.map((language) => ({ kind, language })));
  return {
    items: every.map((which) =>
      shown(
        which,
        rows.find((row) => row.kind === which.kind && row.language === which.language),
      ),
    ),
  };
});

export const changeTemplate = action(changing, async (call, { kind, language, version, subject, text, html }) => {
  needsWhole(call);
  checkWording(kind, { subject, text, html });
  return call.change(async (doing) => {
    const before = await readTemplate(doing.tx, { kind, language });
    const seen = before?.version ?? 0;
    if (version !== undefined && version !== seen) throw new Refusal('version.stale', { seen: version, now: seen });
    const row = { kind, language, version: seen + 1, subject, body: text, html, changed_at: doing.now };
    await writeTemplate(doing.tx, row);
    return recorded(doing, { kind, language }, before, row);
  });
});

export const resetTemplate = action(resetting, async (call, which) => {
  needsWhole(call);
  return call.change(async (doing) => {
    const before = await readTemplate(doing.tx, which);
    if (!before) return shown(which, undefined);
    await removeTemplate(doing.tx, which);
    return recorded(doing, which, before, undefined);
  });
});

function recorded({ record }: Doing, which: Which, before: TemplateRow | undefined, after: TemplateRow | undefined): Template {
  const name = `${which.kind} ${which.language}`;
  record({ kind: 'mail text', id: `mail-text:${which.kind}:${which.language}`, name, before: shown(which, before), after: shown(which, after) });
  return shown(which, after);
}

export const previewTemplate = action(previewing, async (call, { kind, language, ...wording }) => {
  needsWhole(call);
  checkWording(kind, wording);
  return { ...letterOf(wording, sampleValues, { kind, language }) };
});
