// What the outside may ask about the attributes of users: their definitions, which forms, the API, imports and the command line are all made from.
// Imported by the browser; imports nothing of the house but #contract.ts. Knows no rule.
import { type Static, Type } from 'typebox';
import { closed, Id, Moment, Nothing, oneOf, operation, text, Version } from '#contract.ts';

export const attributeTypes = ['text', 'number', 'yesNo', 'date', 'choice', 'mail', 'phone', 'link', 'country', 'language', 'timeZone'] as const;
export type AttributeType = (typeof attributeTypes)[number];

/** `user` = he himself and administrators. Who may change: `nobody` = it is set when the user is added, and never afterwards. */
export const whoCan = ['user', 'administrators', 'nobody'] as const;
export const userKinds = ['person', 'device', 'program'] as const;

export const attributeValuesMax = 50;

/** What a definition says besides its name and type. */
const rules = {
  displayName: text(120, { description: 'what forms call it; empty = its name' }),
  help: text(300, { description: 'one sentence beside the field' }),
  choices: Type.Array(text(100), { maxItems: 200, description: 'for the type choice: the values there are' }),
  kinds: Type.Array(oneOf(userKinds), { maxItems: 3, uniqueItems: true, description: 'whose forms ask for it; empty = all' }),
  required: Type.Boolean({ description: 'a user of these kinds cannot be added without it, and it cannot be taken away' }),
  unique: Type.Boolean({ description: 'no two users have the same value, also not in the recycle bin' }),
  pattern: text(300, { description: 'a regular expression that the whole value fits; empty = any' }),
  patternSays: text(200, { description: 'what to tell somebody whose value does not fit' }),
  example: text(255, { description: 'a value that fits; tried when the definition is saved' }),
  valuesMax: Type.Integer({ minimum: 1, maximum: attributeValuesMax, description: 'how many values one user may have' }),
  see: oneOf(whoCan, { description: 'who may see it' }),
  change: oneOf(whoCan, { description: 'who may change it; nobody = set when the user is added, never afterwards' }),
  inLists: Type.Boolean({ description: 'lists of users may show it as a column' }),
  position: Type.Integer({ minimum: 0, maximum: 10_000, description: 'where it stands in forms' }),
};
type Rules = typeof rules;
const optional = Object.fromEntries(Object.entries(rules).map(([name, schema]) => [name, Type.Optional(schema)])) as {
  [K in keyof Rules]: Type.TOptional<Rules[K]>;
};

export const AttributeName = Type.String({
  pattern: '^[a-z][A-Za-z0-9]{0,63}$',
  maxLength: 64,
  description: 'a small letter, then letters and digits; can never be changed',
});

export const Attribute = closed({
  id: Id,
  version: Version,
  name: Type.String(),
  type: oneOf(attributeTypes),
  /** A field that every user has; its type is fixed, and it cannot be deleted. */
  builtIn: Type.Boolean(),
  ...rules,
  createdAt: Moment,
  changedAt: Moment,
});
export type Attribute = Static<typeof Attribute>;

/** What the built-in ones are called in English, as their definitions have it. */
export const shippedTitles: Readonly<Record<string, string>> = {
  givenName: 'Given name',
  familyName: 'Family name',
  shownName: 'Shown name',
  mail: 'Mail',
  phone: 'Phone',
  organisation: 'Organisation',
  country: 'Country',
  language: 'Language',
  timeZone: 'Time zone',
};

/** Nobody has called the field otherwise: each reader may be told its title in his language. */
export const isTitledAsShipped = ({ name, title }: { readonly name: string; readonly title: string }): boolean => shippedTitles[name] === title;

/** Rules that values of now can break. */
export const brokenRules = ['required', 'unique', 'type', 'choices', 'pattern', 'length', 'values', 'inUse'] as const;
export type BrokenRule = (typeof brokenRules)[number];

export const Rehearsal = closed({
  /** How many users were looked at: all there are, the recycle bin included, or none if the change can break nothing. */
  looked: Type.Integer(),
  breaks: Type.Array(
    closed({
      rule: oneOf(brokenRules),
      says: Type.String(),
      users: Type.Integer(),
      /** The first few, if you may list users. */
      first: Type.Array(closed({ id: Id, domain: Type.String(), userName: Type.String(), shownName: Type.String(), value: Type.String() })),
    }),
  ),
  /** `done` = nothing stands in the way; `asks` = only with `keep`; `refused` = not while it is so. */
  outcome: oneOf(['done', 'asks', 'refused']),
});
export type Rehearsal = Static<typeof Rehearsal>;

const needs = '/permission/admin/configure/attributes' as const;
const keep = Type.Optional(Type.Boolean({ description: 'carry it out though values of now do not fit; they stay until somebody changes them' }));

export const listAttributes = operation({
  name: 'attributes.list',
  method: 'GET',
  path: '/attributes',
  summary: 'The attributes of users, in the order of forms; those that you may see.',
  needs: 'self',
  input: closed({}),
  output: closed({ items: Type.Array(Attribute) }),
});

export const addAttribute = operation({
  name: 'attributes.add',
  method: 'POST',
  path: '/attributes',
  summary: 'Define an attribute of users.',
  needs,
  input: closed({ name: AttributeName, type: Type.Optional(oneOf(attributeTypes)), ...optional }),
  output: Attribute,
  refusals: ['attribute.name-taken', 'attribute.definition-invalid', 'limit.reached', 'scope.too-wide'],
});

export const editAttribute = operation({
  name: 'attributes.edit',
  method: 'PATCH',
  path: '/attributes/{id}',
  summary: 'Change the definition of an attribute; what is absent stays. It is tried against the values there are first.',
  needs,
  input: closed({ id: Id, version: Type.Optional(Version), type: Type.Optional(oneOf(attributeTypes)), ...optional, keep }),
  output: Attribute,
  refusals: ['attribute.missing', 'attribute.definition-invalid', 'attribute.built-in', 'attribute.breaks', 'version.stale', 'scope.too-wide'],
});

export const deleteAttribute = operation({
  name: 'attributes.delete',
  method: 'DELETE',
  path: '/attributes/{id}',
  summary: 'Delete the definition of an attribute that nobody has a value of.',
  needs,
  input: closed({ id: Id, version: Type.Optional(Version) }),
  output: Nothing,
  refusals: ['attribute.missing', 'attribute.built-in', 'attribute.breaks', 'version.stale', 'scope.too-wide'],
});

export const rehearseAttribute = operation({
  name: 'attributes.rehearse',
  method: 'POST',
  path: '/attributes/{id}/rehearse',
  summary: 'What a change of a definition would break, and whose values; nothing is changed.',
  needs,
  input: closed({ id: Id, type: Type.Optional(oneOf(attributeTypes)), ...optional, delete: Type.Optional(Type.Boolean()) }),
  output: Rehearsal,
  refusals: ['attribute.missing', 'attribute.definition-invalid', 'attribute.built-in', 'scope.too-wide'],
});

export const tryAttribute = operation({
  name: 'attributes.try',
  method: 'POST',
  path: '/attributes/try',
  summary: 'Try a value against a definition that need not exist yet.',
  needs,
  input: closed({
    type: Type.Optional(oneOf(attributeTypes)),
    choices: optional.choices,
    pattern: optional.pattern,
    patternSays: optional.patternSays,
    value: text(1024),
  }),
  output: closed({
    fits: Type.Boolean(),
    /** The form in which it would be stored. */
    value: Type.String(),
    /** What is wrong with the value, or with the pattern itself. */
    says: Type.String(),
    pattern: Type.Boolean({ description: 'the pattern itself can be read' }),
  }),
});

export const attributeOperations = [listAttributes, addAttribute, editAttribute, deleteAttribute, rehearseAttribute, tryAttribute] as const;
