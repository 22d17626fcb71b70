import { createHmac, timingSafeEqual } from 'node:crypto'
import { deriveKey } from '../../kernel/secret-box.ts'

/** Names one journey to Bling and back. */
export type Journey = { readonly tenant_id: string; readonly authorization_id: string }

/** The `state` that goes to Bling and comes back: it names a journey, and nobody else can make one. */
export type StateSigner = {
  sign(journey: Journey): string
  /** The journey, or null when the text was made or changed by somebody else. */
  read(state: string): Journey | null
}

const FORM = /^([0-9a-f-]{36})\.([0-9a-f-]{36})\.([\w-]{43})$/

/** Signs with a key of its own, derived from the installation's. */
export function createStateSigner(encryptionKey: Buffer): StateSigner {
  const key = deriveKey(encryptionKey, 'bling-oauth-state')
  const markOf = (text: string) => createHmac('sha256', key).update(text).digest()
  return {
    sign({ tenant_id, authorization_id }) {
      const text = `${tenant_id}.${authorization_id}`
      return `${text}.${markOf(text).toString('base64url')}`
    },
    read(state) {
      const [, tenant_id, authorization_id, mark] = FORM.exec(state) ?? []
      if (tenant_id === undefined || authorization_id === undefined || mark === undefined) return null
      const right = markOf(`${tenant_id}.${authorization_id}`)
      return timingSafeEqual(right, Buffer.from(mark, 'base64url')) ? { tenant_id, authorization_id } : null
    },
  }
}
