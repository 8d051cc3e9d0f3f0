// The languages that Reeve speaks.
// Anyone may import it. Does not know who is spoken to: edges/language.ts does.

export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];
