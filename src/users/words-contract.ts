// The words of the contract: kinds and states in the order in which they are listed, and what a list can be in the order of.
// Imported by the browser; imports nothing: what reads lists in a thread of its own loads no schema.
export const kinds = ['person', 'device', 'program'] as const;
export const states = ['active', 'pending', 'locked', 'ended', 'disabled', 'deleted'] as const;

/** What a list can be in the order of: what is each user's own … */
export const ownSorts = ['userName', 'shownName', 'mail', 'createdAt', 'changedAt', 'lastSignInAt', 'endsAt'] as const;
/** … or what many share; those who share it stand under it by user name. Attributes, too, as `attribute.<name>`. */
export const sharedSorts = ['state', 'kind', 'domain', 'country', 'organisation', 'stateReason', 'lockedUntil'] as const;
export const sorts = [...ownSorts, ...sharedSorts] as const;
