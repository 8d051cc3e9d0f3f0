// What somebody must have shown before an application lets him in: a second factor, and how long ago it may be that he showed who he is.
// Imported by the contract of applications and by the browser; imports contracts only.
import { type Static, Type } from 'typebox';
import { closed, oneOf } from '#contract.ts';
import { proofMinutesMax } from './contract.ts';

export const requiredFactors = ['none', 'any', 'passkey'] as const;
export const requirementFields = {
  factor: oneOf(requiredFactors, { description: 'any = any second factor; passkey = a passkey and nothing else' }),
  minutes: Type.Integer({
    minimum: 0,
    maximum: proofMinutesMax,
    description: 'he has shown who he is within so many minutes; 0 = whenever he signed in',
  }),
};
export const Requirement = closed(requirementFields);
export type Requirement = Static<typeof Requirement>;
