// Who has given a role, where that was nobody himself: what an identity provider's mapping gives, it takes again; what somebody gives is his. Pure.
const host = 'host:';
const mapping = `${host}provider:`;

/** As it stands beside each giving that is made in this name. */
export const givenBy = (name: string): string => `${host}${name}`;
export const isByMapping = (text: string): boolean => text.startsWith(mapping);
