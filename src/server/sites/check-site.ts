import type { ErrorCode } from '../../contract/errors.ts'
import { AppError } from '../kernel/app-error.ts'
import type { Connector } from './connector.ts'
import { SiteError } from './site-error.ts'
import type { SiteHealth } from './sites.store.ts'

/** Asks a shop whether it knows us. Throws what a person can act on; a shop that is not there is a wrong address. */
export async function checkForPerson(connector: Connector): Promise<void> {
  try {
    await connector.check()
  } catch (error) {
    if (!(error instanceof SiteError)) throw error
    throw new AppError(codeOf(error), error.detail === null ? {} : { reason: error.detail })
  }
}

/** How a site does, from what a call ended with; null when all went well. */
export function healthOf(error: SiteError | null, checked_at: Date): SiteHealth {
  if (error === null) return { health: 'ok', health_reason: null, checked_at }
  const health =
    error.kind === 'auth' || error.kind === 'rate_limited' || error.kind === 'unavailable'
      ? error.kind
      : 'refused'
  return { health, health_reason: error.message, checked_at }
}

function codeOf(error: SiteError): ErrorCode {
  if (error.kind === 'auth') return 'SITE_CREDENTIALS_REFUSED'
  return error.kind === 'invalid' && error.code !== null && error.code !== 'rest_no_route'
    ? 'SITE_REFUSED'
    : 'SITE_UNREACHABLE'
}
