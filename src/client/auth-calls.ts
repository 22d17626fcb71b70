import type * as identity from '../contract/identity.ts'
import type { Got, Sent } from './api-types.ts'
import type { Transport } from './transport.ts'

/** Entering, leaving, and who one is. A token that comes with an answer is kept for the calls that follow. */
export function authCalls(send: Transport, keepToken: (token: string | null) => void) {
  const enter = async (path: string, body: unknown) => {
    const answer = (await send({ method: 'POST', path, body })) as Got<typeof identity.signedIn>
    keepToken(answer.token)
    return answer
  }
  return {
    /** Whether the first owner is still missing. */
    setupState: () => send({ method: 'GET', path: '/setup' }) as Promise<Got<typeof identity.setupState>>,
    /** Makes the company and its first owner. */
    setup: (body: Sent<typeof identity.setup>) => enter('/setup', body),
    signIn: (body: Sent<typeof identity.signIn>) => enter('/auth/sign-in', body),
    signOut: async () => {
      await send({ method: 'POST', path: '/auth/sign-out' })
      keepToken(null)
    },
    /** A signed token of a few minutes, for other systems. */
    jwt: () => send({ method: 'POST', path: '/auth/jwt' }) as Promise<Got<typeof identity.signedJwt>>,
    me: () => send({ method: 'GET', path: '/me' }) as Promise<Got<typeof identity.me>>,
    changePassword: async (body: Sent<typeof identity.passwordChange>) => {
      await send({ method: 'POST', path: '/auth/password', body })
    },
  }
}
