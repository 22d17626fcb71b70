/** Names one connected account. */
export type AccountRef = { readonly tenant_id: string; readonly account_id: string }
