/** Whose money is reserved: a user's wallet or a token's allowance, named by their tables. */
export type AccountKind = 'users' | 'tokens';
