import { POOL_SENTENCES } from '../../../contract/pool-sentences.ts'
import type { PoolFinding } from '../../../contract/sync.ts'
import type { PoolConfig } from '../../../domain/sync/pool-config.ts'
import { type ConfigFinding, poolConfigFindings } from '../../../domain/sync/pool-config-findings.ts'
import { AppError } from '../../kernel/app-error.ts'
import { knownPlaces, type PlaceBook, placeId, placeName } from './known-places.store.ts'
import type { StoredPool } from './pools.store.ts'

/** What is allowed in a pool but deserves a look. Throws `POOL_REFUSED`, naming every deposit that stands against it. */
export function judgePool(
  config: PoolConfig,
  book: PlaceBook,
  pools: readonly StoredPool[],
): readonly PoolFinding[] {
  const findings = findingsOf(config, book, pools)
  const refused = findings.filter((finding) => finding.severity === 'refuse')
  if (refused.length > 0)
    throw new AppError('POOL_REFUSED', { reason: refused[0]?.message, findings: refused })
  return findings
}

/** Everything that there is to say about a pool. */
export function findingsOf(
  config: PoolConfig,
  book: PlaceBook,
  pools: readonly StoredPool[],
): readonly PoolFinding[] {
  const others = pools.map((pool) => pool.config).filter((other) => other.pool_id !== config.pool_id)
  return poolConfigFindings(config, knownPlaces(book, others)).map((finding) => shown(finding, book))
}

function shown({ code, severity, place }: ConfigFinding, book: PlaceBook): PoolFinding {
  return {
    code,
    severity,
    place_id: place === null ? null : placeId(place),
    message: POOL_SENTENCES[code](placeName(book, place)),
  }
}
