import type { Sim } from '../sim.ts'

/** An authorization code. It is kept after use, because a second use is punished. */
export interface AuthorizationCode {
  readonly code: string
  readonly client_id: string
  readonly company_id: string
  readonly expires_at: number
  readonly used: boolean
}

const CODE_LIFE_MS = 60_000

/** Makes a code of one minute and one use. */
export function issueCode(sim: Sim, clientId: string, companyId: string): AuthorizationCode {
  const now = sim.clock.now()
  for (const old of [...sim.world.codes.in('').values()]) {
    if (old.expires_at < now - CODE_LIFE_MS) sim.world.codes.remove('', old.code)
  }
  const code: AuthorizationCode = {
    code: sim.random.hex('code', 40),
    client_id: clientId,
    company_id: companyId,
    expires_at: now + CODE_LIFE_MS,
    used: false,
  }
  sim.world.codes.put('', code.code, code)
  return code
}
