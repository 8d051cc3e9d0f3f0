// /api/docs: the operations and errors as one readable page, without a script. Made once from the same data as the OpenAPI document.
// Called by the API edge.
import { createHash } from 'node:crypto';
import type { AnyOperation } from '#contract.ts';
import { refusals } from '#sentences/refusals.ts';

const style = `
:root{color-scheme:light dark;--line:light-dark(#e3e5e8,#2c2f36);--soft:light-dark(#5b6270,#9aa1ad);--accent:light-dark(#2f5bd7,#86a4ff)}
body{font:15px/1.55 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:2rem 1.25rem 6rem;background:light-dark(#fff,#15171b);color:light-dark(#1b1e24,#e7e9ee)}
h1{font-size:1.6rem;margin:0 0 .25rem}h2{font-size:1.1rem;margin:2.5rem 0 .5rem;padding-top:.75rem;border-top:1px solid var(--line)}h3{font-size:.95rem;margin:1.4rem 0 .2rem}
code{font:13px ui-monospace,monospace}a{color:var(--accent)}p{margin:.2rem 0 .6rem;color:var(--soft)}.method{display:inline-block;min-width:4.2em;font-weight:600;color:var(--accent)}
table{border-collapse:collapse;width:100%;font-size:14px}td,th{text-align:left;vertical-align:top;padding:.3rem .75rem .3rem 0;border-bottom:1px solid var(--line)}th{color:var(--soft);font-weight:500}
nav a{display:inline-block;margin-right:1rem}.table{overflow-x:auto}`;

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

export function docsPage(operations: readonly AnyOperation[]): { readonly html: string; readonly policy: string } {
  const rooms = [...new Set(operations.map(roomOf))];
  const body = rooms
    .map(
      (room) =>
        `<h2 id="${room}">${escaped(room)}</h2>${operations
          .filter((operation) => roomOf(operation) === room)
          .map(section)
          .join('')}`,
    )
    .join('');
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Reeve API</title><style>${style}</style></head><body>
<h1>Reeve API</h1><p>Send <code>Authorization: Bearer …</code> with a token from your account page. All moments are milliseconds since 1970. The same as a document: <a href="/api/openapi.json">OpenAPI 3.1</a>.</p>
<nav>${rooms.map((room) => `<a href="#${room}">${escaped(room)}</a>`).join('')}<a href="#errors">errors</a></nav>${body}${errors()}</body></html>`;
  const hash = createHash('sha256').update(style).digest('base64');
  return { html, policy: `default-src 'none'; style-src 'sha256-${hash}'; frame-ancestors 'none'; base-uri 'none'` };
}

const roomOf = ({ name }: AnyOperation) => name.split('.')[0] ?? name;

function section({ name, method, path, summary, needs, input }: AnyOperation): string {
  const required = new Set((input.required ?? []) as readonly string[]);
  const rows = Object.entries(input.properties as Record<string, Record<string, unknown>>).map(
    ([field, schema]) =>
      `<tr><td><code>${field}</code></td><td>${escaped(typeIn(schema))}${required.has(field) ? ', required' : ''}</td><td>${escaped(String(schema.description ?? ''))}</td></tr>`,
  );
  const table = rows.length > 0 ? `<div class="table"><table><tr><th>field</th><th>is</th><th></th></tr>${rows.join('')}</table></div>` : '';
  return `<h3 id="${name}"><span class="method">${method}</span><code>/api${escaped(path)}</code></h3><p>${escaped(summary)} Needs <code>${escaped(needs)}</code>.</p>${table}`;
}

function typeIn(schema: Record<string, unknown>): string {
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => (value === '' ? '""' : String(value))).join(' | ');
  if (schema.type === 'array') return `list of ${typeIn((schema.items ?? {}) as Record<string, unknown>)}`;
  return typeof schema.type === 'string' ? schema.type : 'scope or null';
}

function errors(): string {
  const rows = Object.entries(refusals).map(
    ([code, [kind, says]]) => `<tr id="error-${code}"><td><code>${code}</code></td><td>${kind}</td><td>${escaped(says)}</td></tr>`,
  );
  return `<h2 id="errors">errors</h2><div class="table"><table><tr><th>code</th><th>kind</th><th>says</th></tr>${rows.join('')}</table></div>`;
}
