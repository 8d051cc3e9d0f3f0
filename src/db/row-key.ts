// What a row key may be. Called by what reads cursors, reader threads among them: loads nothing.

/** Whether both databases could hold this as a row key: for what comes back in a cursor. */
export const isRowKey = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2 ** 31;
