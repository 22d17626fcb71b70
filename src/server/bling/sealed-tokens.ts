import type { SecretBox } from '../kernel/secret-box.ts'

/** Tokens in the clear; they live in memory only. */
export type PlainTokens = { readonly access_token: string; readonly refresh_token: string }

/** Seals tokens for one row: what is copied to another row does not open there. */
export function sealTokens(box: SecretBox, row: string, tokens: PlainTokens): PlainTokens {
  return {
    access_token: box.seal(tokens.access_token, `bling_access_token:${row}`),
    refresh_token: box.seal(tokens.refresh_token, `bling_refresh_token:${row}`),
  }
}

/** Opens the tokens of a row. */
export function openTokens(box: SecretBox, row: string, sealed: PlainTokens): PlainTokens {
  return {
    access_token: box.open(sealed.access_token, `bling_access_token:${row}`),
    refresh_token: box.open(sealed.refresh_token, `bling_refresh_token:${row}`),
  }
}

/** Seals an application's secret. */
export function sealAppSecret(box: SecretBox, app_id: string, secret: string): string {
  return box.seal(secret, `bling_client_secret:${app_id}`)
}

/** Opens an application's secret. */
export function openAppSecret(box: SecretBox, app_id: string, sealed: string): string {
  return box.open(sealed, `bling_client_secret:${app_id}`)
}
