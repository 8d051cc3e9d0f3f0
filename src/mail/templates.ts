// What a mail says: a template filled with values, as plain text and as HTML. Every value is put in as what it is, a text: it opens no tag and begins no header.
// Called by the files of this room. Pure; knows no database and no server.
import { Refusal } from '#errors.ts';
import { say } from '#sentences/sentence.ts';
import { type MailKind, type MailLanguage, type Placeholder, placeholders } from './contract.ts';
import { english } from './texts/english.ts';
import { german } from './texts/german.ts';

/** `html` '' = made from the text. */
export type Wording = { readonly subject: string; readonly text: string; readonly html: string };
export type Texts = Readonly<Record<MailKind, { readonly subject: string; readonly text: string /** What the link is called. */; readonly button: string }>>;
export type Values = Partial<Readonly<Record<Placeholder, string>>>;
/** As it is sent. */
export type Letter = { readonly subject: string; readonly text: string; readonly html: string };

const texts: Readonly<Record<MailLanguage, Texts>> = { en: english, de: german };
const valueMax = 200;
/** Links are ours, and longer than a name. */
const linkMax = 2_000;
const slot = /\{(\w+)\}/g;

export function ownWording(kind: MailKind, language: MailLanguage): Wording {
  const { subject, text } = texts[language][kind];
  return { subject, text, html: '' };
}

/** Every placeholder is one that this mail has, and the link is in each of its forms. */
export function checkWording(kind: MailKind, { subject, text, html }: Wording): void {
  const { may, must }: { readonly may: readonly string[]; readonly must: readonly string[] } = placeholders[kind];
  const parts = { subject, text, html };
  const faults = Object.entries(parts).flatMap(([field, part]) => {
    const unknown = slotsOf(part).filter((name) => !may.includes(name));
    const missing = field === 'subject' || (field === 'html' && html === '') ? [] : must.filter((name) => !slotsOf(part).includes(name));
    return [
      ...unknown.map((name) => ({ field, says: say('mail.placeholder-unknown', { name: `{${name}}`, known: may.map((one) => `{${one}}`).join(', ') }) })),
      ...missing.map((name) => ({ field, says: say('mail.placeholder-missing', { name: `{${name}}` }) })),
    ];
  });
  // It would be shown in lists of mails, and on locked screens.
  if (slotsOf(subject).some((name) => name === 'link' || name === 'code')) faults.push({ field: 'subject', says: say('mail.link-in-subject') });
  if (subject.trim() === '') faults.push({ field: 'subject', says: say('mail.subject-needed') });
  if (faults.length > 0) throw new Refusal('mail.text-invalid', { says: faults.map(({ says }) => says) }, faults);
}

const slotsOf = (part: string): readonly string[] => [...part.matchAll(slot)].map(([, name = '']) => name);

export function letterOf(
  { subject, text, html }: Wording,
  values: Values,
  { kind, language }: { readonly kind: MailKind; readonly language: MailLanguage },
): Letter {
  const { button } = texts[language][kind];
  return {
    subject: filled(subject, values, (value) => value),
    text: filled(text, values, (value) => value),
    html: html === '' ? fromText(text, values, { button, language }) : filled(html, values, escaped),
  };
}

const filled = (part: string, values: Values, put: (value: string) => string): string =>
  // Only names of placeholders are asked for; another is left as it stands.
  part.replace(slot, (whole, name: string) => (Object.hasOwn(values, name) ? put(plain(name, values[name as Placeholder] ?? '')) : whole));

/** On one line, and no longer than a name is: what a store calls somebody may hold anything. */
const plain = (name: string, value: string): string => value.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, name === 'link' ? linkMax : valueMax);

export const escaped = (value: string): string => value.replace(/[&<>"'`]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const paragraph = 'margin:0 0 16px;line-height:1.5';
const buttonLook = 'display:inline-block;padding:10px 18px;border-radius:6px;background:#0b6b7d;color:#ffffff;text-decoration:none;font-weight:600';

function fromText(text: string, values: Values, { button, language }: { readonly button: string; readonly language: MailLanguage }): string {
  const link = escaped(plain('link', values.link ?? ''));
  const paragraphs = text.split(/\n\s*\n/).map((part) => {
    if (part.trim() !== '{link}') return `<p style="${paragraph}">${filled(escaped(part.trim()), values, escaped).replaceAll('\n', '<br>')}</p>`;
    return `<p style="${paragraph}"><a href="${link}" style="${buttonLook}">${escaped(button || 'Reeve')}</a></p><p style="${paragraph};font-size:13px;color:#5b6670">${link}</p>`;
  });
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"></head><body style="margin:0;padding:24px;font-family:system-ui,sans-serif;font-size:15px;color:#1d2327">
<div style="max-width:560px;margin:0 auto">${paragraphs.join('\n')}</div></body></html>`;
}

/** For previews: nobody’s. */
export const sampleValues: Required<Values> = {
  name: 'Ann Example',
  userName: 'ann',
  site: 'users.example.com',
  link: 'https://users.example.com/…',
  until: '2030-01-31 14:30 UTC',
  network: '192.0.2.0/24',
  mail: 'ann@example.com',
  code: 'K4PM-7Q2D',
  role: 'publisher',
  ends: '2031-01-31 14:30 UTC',
  words: 'Welcome.',
};
