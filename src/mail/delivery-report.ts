// Reads a report that a mail came back (multipart/report, RFC 3462; message/delivery-status, RFC 3464), within limits. Whoever wrote it may be anybody.
// Called by take-report.ts. Pure; postal-mime is loaded with the first report. Believes nothing: what it says of whom is judged there.
const nestingMax = 10;
const headerBytesMax = 65_536;
const addressesMax = 20;
/** Of a header, where addresses are looked for: whoever draws one out must not make the search take as the square of it. */
const addressHeaderMax = 1_000;
const blocksMax = 100;
const saysMax = 300;

export type Report = {
  /** Where it may have been delivered to: one of them bears our mark, or none. */
  readonly to: readonly string[];
  /** Why it came back for good; null = it did not, or not yet. */
  readonly failure: { readonly says: string } | null;
};

/** Null = it is no such report. */
export async function reportIn(message: string): Promise<Report | null> {
  const { default: PostalMime } = await import('postal-mime');
  const options = { maxNestingDepth: nestingMax, maxHeadersSize: headerBytesMax, attachmentEncoding: 'utf8', forceRfc822Attachments: true } as const;
  const mail = await PostalMime.parse(message, options).catch(() => null);
  const isReport = mail?.headers.some(({ key, value }) => key === 'content-type' && /^multipart\/report\b/i.test(value.trim()));
  const status = mail?.attachments.find(({ mimeType }) => /^message\/(?:global-)?delivery-status$/i.test(mimeType));
  if (!mail || !isReport || typeof status?.content !== 'string') return null;
  return { to: addressesIn(mail.headers), failure: failureIn(status.content) };
}

/** As mail servers note it when they deliver. */
const deliveredIn = ['delivered-to', 'x-original-to', 'envelope-to', 'to'];

const addressesIn = (headers: readonly { readonly key: string; readonly value: string }[]): readonly string[] =>
  headers
    .filter(({ key }) => deliveredIn.includes(key))
    .flatMap(({ value }) => value.slice(0, addressHeaderMax).match(/[^\s<>,;:"]+@[^\s<>,;:"]+/g) ?? [])
    .slice(0, addressesMax);

/** A block for the message, then one for each recipient; a mail of ours has one. */
function failureIn(content: string): Report['failure'] {
  for (const block of content.split(/\r?\n\r?\n/, blocksMax).slice(1)) {
    const fields = fieldsIn(block);
    if (fields.get('action')?.toLowerCase() !== 'failed' || !/^5\.\d{1,3}\.\d{1,3}/.test(fields.get('status') ?? '')) continue;
    const said = (fields.get('diagnostic-code') ?? '').replace(/^[\w-]+\s*;\s*/, '');
    return { says: (said || (fields.get('status') ?? '')).replace(/\p{Cc}+/gu, ' ').slice(0, saysMax) };
  }
  return null;
}

/** Folded lines belong to the one before (RFC 5322 §2.2.3). */
function fieldsIn(block: string): ReadonlyMap<string, string> {
  const lines = block.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  return new Map(
    lines.flatMap((line) => {
      const at = line.indexOf(':');
      return at < 1 ? [] : [[line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()] as const];
    }),
  );
}
