// One line of the doctor's table: what was looked at, how it is, and what to do about it ('' = nothing).
export type Finding = { readonly is: 'ok' | 'warn' | 'fail'; readonly what: string; readonly says: string; readonly todo: string };

export const ok = (what: string, says: string): Finding => ({ is: 'ok', what, says, todo: '' });
export const warn = (what: string, says: string, todo: string): Finding => ({ is: 'warn', what, says, todo });
export const fail = (what: string, says: string, todo: string): Finding => ({ is: 'fail', what, says, todo });
