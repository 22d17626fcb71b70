import { roundQuantity } from '../kernel/numbers.ts'
import type { Sim } from '../sim.ts'
import { isVirtualKit } from './product.ts'

/** What one deposit holds of one product. */
export interface Level {
  readonly physical: number
  readonly reserved: number
}

/** A change that readers do not see before `visible_at`. */
interface Unsettled extends Level {
  readonly visible_at: number
  readonly deposit_id: number
  /** The order it belongs to, or `null`. */
  readonly cause: number | null
}

/** The balances of one product. Only deposits it ever moved in have an entry. */
export interface Balance {
  readonly deposits: Readonly<Record<string, Level>>
  readonly unsettled: readonly Unsettled[]
}

/** A balance as the API shows it. */
export interface DepositBalance {
  readonly id: number
  readonly saldoFisico: number
  readonly saldoVirtual: number
}

/** A product's balances with the totals Bling computes. */
export interface ProductBalance {
  readonly saldoFisicoTotal: number
  readonly saldoVirtualTotal: number
  readonly depositos: readonly DepositBalance[]
}

const EMPTY: Balance = { deposits: {}, unsettled: [] }

/** The real level, settled or not. */
export function actualLevel(sim: Sim, companyId: string, productId: number, depositId: number): Level {
  return sim.world.balances.get(companyId, productId)?.deposits[depositId] ?? { physical: 0, reserved: 0 }
}

/**
 * Adds `change` to a level; readers see it after its delay. An earlier change of the same cause is never seen later
 * than this one, else a released reservation would show as stock that does not exist.
 */
export function changeLevel(
  sim: Sim,
  companyId: string,
  at: { readonly product_id: number; readonly deposit_id: number },
  change: Level & { readonly delay_ms: number; readonly cause: number | null },
): void {
  const now = sim.clock.now()
  const balance = sim.world.balances.get(companyId, at.product_id) ?? EMPTY
  const level = balance.deposits[at.deposit_id] ?? { physical: 0, reserved: 0 }
  const visible = now + change.delay_ms
  const { physical, reserved, cause } = change
  const unsettled = [
    ...balance.unsettled,
    { visible_at: visible, deposit_id: at.deposit_id, physical, reserved, cause },
  ]
    .map((entry) =>
      cause !== null && entry.cause === cause && entry.visible_at > visible
        ? { ...entry, visible_at: visible }
        : entry,
    )
    .filter((entry) => entry.visible_at > now)
  sim.world.balances.put(companyId, at.product_id, {
    deposits: {
      ...balance.deposits,
      [at.deposit_id]: {
        physical: roundQuantity(level.physical + change.physical),
        reserved: roundQuantity(level.reserved + change.reserved),
      },
    },
    unsettled,
  })
}

/** The balances a reader sees now: kits computed from components, deposits marked so left out of the totals. */
export function readBalance(sim: Sim, companyId: string, productId: number): ProductBalance {
  return withTotals(sim, companyId, depositBalances(sim, companyId, productId, 0))
}

/** The balances as they are, whether readers see them yet or not. Only for products that hold stock of their own. */
export function actualBalance(sim: Sim, companyId: string, productId: number): ProductBalance {
  const balance = sim.world.balances.get(companyId, productId) ?? EMPTY
  const depositos = Object.entries(balance.deposits).map(([key, { physical, reserved }]) => ({
    id: Number(key),
    saldoFisico: physical,
    saldoVirtual: roundQuantity(physical - reserved),
  }))
  return withTotals(sim, companyId, depositos)
}

function withTotals(sim: Sim, companyId: string, depositos: readonly DepositBalance[]): ProductBalance {
  let physical = 0
  let virtual = 0
  for (const entry of depositos) {
    if (sim.world.deposits.get(companyId, entry.id)?.desconsiderarSaldo) continue
    physical += entry.saldoFisico
    virtual += entry.saldoVirtual
  }
  return { saldoFisicoTotal: roundQuantity(physical), saldoVirtualTotal: roundQuantity(virtual), depositos }
}

function depositBalances(sim: Sim, companyId: string, productId: number, depth: number): DepositBalance[] {
  const product = sim.world.products.get(companyId, productId)
  if (!product || depth > 5) return []
  if (isVirtualKit(product)) return kitBalances(sim, companyId, product.estrutura?.componentes ?? [], depth)
  const balance = sim.world.balances.get(companyId, productId)
  if (!balance) return []
  const now = sim.clock.now()
  return Object.entries(balance.deposits).map(([key, level]) => {
    const id = Number(key)
    let { physical, reserved } = level
    for (const change of balance.unsettled) {
      if (change.deposit_id !== id || change.visible_at <= now) continue
      physical -= change.physical
      reserved -= change.reserved
    }
    return { id, saldoFisico: roundQuantity(physical), saldoVirtual: roundQuantity(physical - reserved) }
  })
}

/** As many kits as the scarcest component allows, deposit by deposit. */
function kitBalances(
  sim: Sim,
  companyId: string,
  parts: readonly { readonly produto: { readonly id: number }; readonly quantidade: number }[],
  depth: number,
): DepositBalance[] {
  const perPart = parts.map((part) => ({
    quantity: part.quantidade,
    deposits: new Map(
      depositBalances(sim, companyId, part.produto.id, depth + 1).map((entry) => [entry.id, entry]),
    ),
  }))
  const ids = new Set(perPart.flatMap((part) => [...part.deposits.keys()]))
  return [...ids].map((id) => {
    const kits = (field: 'saldoFisico' | 'saldoVirtual') =>
      Math.min(
        ...perPart.map((part) =>
          Math.floor(roundQuantity((part.deposits.get(id)?.[field] ?? 0) / part.quantity)),
        ),
      )
    return { id, saldoFisico: kits('saldoFisico'), saldoVirtual: kits('saldoVirtual') }
  })
}
