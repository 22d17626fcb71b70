import { decideBlingSync } from '../../../domain/stock/bling-sync.ts'
import {
  floorToStep,
  minus,
  NOTHING,
  ONE_UNIT,
  type Quantity,
  toUnits,
} from '../../../domain/sync/quantity.ts'
import { balanceOf } from '../../../domain/sync/reading.ts'
import { systemPrincipal } from '../../auth/principal.ts'
import { AppError } from '../../kernel/app-error.ts'
import { fingerprintOf } from '../../kernel/fingerprint.ts'
import { accepted } from '../../stock/accept.ts'
import type { StockCommand } from '../../stock/batch/command.ts'
import { refusedBy, requireItem } from '../../stock/decision-support.ts'
import { followedLevels } from './followed-levels.queries.ts'
import type { EngineDeps } from './recompute.ts'
import type { Looked } from './step.ts'

/** What a source deposit was seen to hold of one product. */
type Observed = {
  readonly run_id: string
  readonly branch_id: string
  readonly product_id: string
  readonly deposit_name: string
  readonly physical: Quantity
}

/**
 * Brings the branches of our ledger that follow source deposits to what was just observed, through the one door into the ledger. They are
 * a record for people: no pool has such a branch among its sources, so nothing comes back from here.
 */
export async function followLedger(deps: EngineDeps, { facts, steps }: Looked): Promise<void> {
  const observed = new Map(
    steps.flatMap(({ run_id, decision }) =>
      decision.state.sources.flatMap(({ place, reading }) => {
        const deposit = place.kind === 'deposit' ? facts.deposits.get(place.deposit_id) : undefined
        const balance = reading.kind === 'observed' ? balanceOf(reading) : null
        if (deposit?.branch_id == null || balance === null) return []
        const { product_id } = decision.sku
        const one: Observed = {
          run_id,
          branch_id: deposit.branch_id,
          product_id,
          deposit_name: deposit.name,
          physical: balance.physical,
        }
        return [[`${deposit.branch_id} ${product_id}`, one] as const]
      }),
    ),
  )
  if (observed.size === 0) return
  const all = [...observed.values()]
  const levels = await deps.database.tenant(facts.tenant_id, (tx) => followedLevels(tx, all))
  const different = all.filter(
    (one) => (levels.get(`${one.branch_id} ${one.product_id}`) ?? 0) !== wholeUnits(one),
  )
  await Promise.all(different.map((one) => follow(deps, facts.tenant_id, one)))
}

/** A refusal (an archived product, a level beyond what can be stored) is logged: the stock of the pool does not depend on this record. */
async function follow(deps: EngineDeps, tenant_id: string, observed: Observed): Promise<void> {
  try {
    await deps.queue.execute(commandFor(deps, tenant_id, observed))
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    deps.logger.warn({ code: error.code, branch_id: observed.branch_id }, 'a deposit could not be followed')
  }
}

function commandFor(deps: EngineDeps, tenant_id: string, observed: Observed): StockCommand {
  const { branch_id, product_id, run_id } = observed
  const input = {
    branch_id,
    product_id,
    observed_units: wholeUnits(observed),
    has_fraction: minus(observed.physical, floorToStep(observed.physical, ONE_UNIT)) > NOTHING,
    notes: `Depósito ${observed.deposit_name} no Bling: ${toUnits(observed.physical)}`,
  }
  return {
    principal: systemPrincipal(tenant_id),
    permission: 'stock.adjust',
    key: `bling-sync:${run_id}:${branch_id}`,
    fingerprint: fingerprintOf('bling-sync', input),
    is_fact: true,
    levels: [{ branch_id, product_id }],
    needs: {},
    decide(state) {
      const decision = decideBlingSync(input, requireItem(state, input).level, state.settings)
      if (!decision.ok) return refusedBy(decision, state)
      const links = { sale_id: null, purchase_id: null }
      const operation = { id: deps.newId(), occurred_at: null, terminal: null, from_device: false, ...links }
      return accepted({ origin: { kind: 'online' }, state, operation, movements: decision.movements })
    },
  }
}

function wholeUnits({ physical }: Observed): number {
  return toUnits(floorToStep(physical, ONE_UNIT))
}
