/**
 * Whether an account takes part: `frozen` keeps every number that depends on it as it is; `excluded` is a person's explicit
 * choice to go on without it; `reauthorize` lost its access and freezes until a person connects it again.
 */
export const ACCOUNT_STATES = ['active', 'frozen', 'excluded', 'reauthorize'] as const
export type AccountState = (typeof ACCOUNT_STATES)[number]
