import type { Sim } from '../sim.ts'

/** A deposit. Exactly one per company is `padrao`. */
export interface Deposit {
  readonly id: number
  readonly descricao: string
  readonly situacao: 0 | 1
  readonly padrao: boolean
  /** Its balances are left out of the product's totals. */
  readonly desconsiderarSaldo: boolean
}

/** Bling's limit of deposits per company. */
export const MAX_DEPOSITS = 100

/** Saves a deposit; a new default takes the mark from the old one. */
export function saveDeposit(sim: Sim, companyId: string, deposit: Deposit): void {
  if (deposit.padrao) {
    for (const other of sim.world.deposits.in(companyId).values()) {
      if (other.padrao && other.id !== deposit.id) {
        sim.world.deposits.put(companyId, other.id, { ...other, padrao: false })
      }
    }
  }
  sim.world.deposits.put(companyId, deposit.id, deposit)
}

/** The deposit that takes movements which name none. */
export function defaultDeposit(sim: Sim, companyId: string): Deposit {
  for (const deposit of sim.world.deposits.in(companyId).values()) {
    if (deposit.padrao) return deposit
  }
  throw new Error(`company ${companyId} has no default deposit`)
}
