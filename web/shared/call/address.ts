// Where an operation's request goes and what it carries. Pure, so that it can be tested without a browser.
import type { AnyOperation } from '#contract.ts';

export type Sent = { readonly url: string; readonly body: string | undefined };

const inQuery = (operation: AnyOperation) => operation.method === 'GET' || operation.method === 'DELETE';

/** Puts `{field}`s into the path; the rest goes into the query or the body. What is undefined is not sent. */
export function addressed(operation: AnyOperation, input: Readonly<Record<string, unknown>>): Sent {
  const left = new Map(Object.entries(input).filter(([, value]) => value !== undefined));
  const path = operation.path.replace(/\{(\w+)\}/g, (_, field: string) => {
    const value = String(left.get(field) ?? '');
    left.delete(field);
    return encodeURIComponent(value);
  });
  if (!inQuery(operation)) return { url: `/api${path}`, body: JSON.stringify(Object.fromEntries(left)) };
  const query = new URLSearchParams([...left].map(([field, value]) => [field, String(value)])).toString();
  return { url: `/api${path}${query ? `?${query}` : ''}`, body: undefined };
}
