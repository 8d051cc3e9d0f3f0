// What an entry of the journal is about, by name: each once, however many of its images bear that name.
import type { JournalEntry } from '#journal/contract.ts';

export const aboutEntry = ({ images }: Pick<JournalEntry, 'images'>): string => [...new Set(images.map(({ name, id }) => name || id))].join(', ');
