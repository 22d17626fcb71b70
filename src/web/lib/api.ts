import { createClient } from '../../client/estoqueuni-client.ts'
import { newKey } from '../../client/transport.ts'

/** The API as the screens call it: by the browser's cookie, patient enough for a weak network. */
export const api = createClient({ timeoutMs: 20_000 })

/** Writes at the till: whoever stands there gets an answer, or the sale is kept on the device, within seconds. */
export const quickApi = createClient({
  timeoutMs: 5_000,
  retries: { attempts: 2, firstWaitMs: 200, longestWaitMs: 1_000 },
})

/** Entering leaves its token in the cookie alone, where no script can read it. */
export function signingClient() {
  return createClient({ timeoutMs: 20_000 })
}

export { newKey }
