// The four ways to change a directory (RFC 4511 §4.6–4.8, §4.12), as plain questions. What an answer means is for the caller to say.
// Called by whatever writes. Values go out as bytes; a DN as the server itself spelled it, or made by escaping.
import { AddRequest, Attribute, Change, type Control, DeleteRequest, ExtendedRequest, ModifyRequest } from 'ldapts';
import type { Connection } from './connection.ts';
import { answering } from './open-connection.ts';
import { operation, type Result } from './response.ts';

export type Alteration = { readonly operation: 'add' | 'delete' | 'replace'; readonly attribute: string; readonly values: readonly (string | Buffer)[] };
export type Writing = { readonly milliseconds: number; readonly controls?: Control[] };

const asAttribute = (type: string, values: readonly (string | Buffer)[]): Attribute =>
  new Attribute({ type, values: values.map((value) => (typeof value === 'string' ? Buffer.from(value, 'utf8') : value)) });

export function modify(connection: Connection, dn: string, alterations: readonly Alteration[], { milliseconds, controls = [] }: Writing): Promise<Result> {
  const changes = alterations.map(({ operation, attribute, values }) => new Change({ operation, modification: asAttribute(attribute, values) }));
  return connection.ask((messageId) => new ModifyRequest({ messageId, dn, changes, controls }).write(), answering(operation.modify, milliseconds));
}

export function addEntry(
  connection: Connection,
  dn: string,
  values: ReadonlyMap<string, readonly (string | Buffer)[]>,
  { milliseconds, controls = [] }: Writing,
): Promise<Result> {
  const attributes = [...values].map(([attribute, each]) => asAttribute(attribute, each));
  return connection.ask((messageId) => new AddRequest({ messageId, dn, attributes, controls }).write(), answering(operation.add, milliseconds));
}

export function deleteEntry(connection: Connection, dn: string, { milliseconds, controls = [] }: Writing): Promise<Result> {
  return connection.ask((messageId) => new DeleteRequest({ messageId, dn, controls }).write(), answering(operation.delete, milliseconds));
}

export function extended(
  connection: Connection,
  { oid, value }: { readonly oid: string; readonly value: Buffer },
  { milliseconds, controls = [] }: Writing,
): Promise<Result> {
  return connection.ask((messageId) => new ExtendedRequest({ messageId, oid, value, controls }).write(), answering(operation.extended, milliseconds));
}
