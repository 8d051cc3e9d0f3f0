// What a row key is, on both databases. Called by what reads cursors.
/** Whether this may be a row key, as both databases hold them: for what comes back in a cursor. */
export const isRowKey = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2 ** 31;
