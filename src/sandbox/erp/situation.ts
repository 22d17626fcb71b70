import type { Sim } from '../sim.ts'

/** A situation of sales orders. `id` is the account's, `valor` means the same in every account. */
export interface Situation {
  readonly id: number
  readonly valor: number
  readonly nome: string
  readonly cor: string
  /** The situation it was derived from; 0 for Bling's own. */
  readonly idHerdado: number
}

/** The module of sales orders. */
export const SALES_MODULE_ID = 98310

/** A new order's situation. */
export const OPEN_SITUATION = 6
/** The situation of a cancelled order, and of one being removed. */
export const CANCELLED_SITUATION = 12

const SEEDED: readonly Situation[] = [
  { id: 6, valor: 0, nome: 'Em aberto', cor: '#E9DC40', idHerdado: 0 },
  { id: 9, valor: 1, nome: 'Atendido', cor: '#3FB57A', idHerdado: 0 },
  { id: 12, valor: 2, nome: 'Cancelado', cor: '#CBCBCB', idHerdado: 0 },
  { id: 15, valor: 3, nome: 'Em andamento', cor: '#0065F9', idHerdado: 0 },
  { id: 18, valor: 4, nome: 'Venda agenciada', cor: '#FFA200', idHerdado: 0 },
  { id: 21, valor: 10, nome: 'Em digitação', cor: '#F6F6A1', idHerdado: 0 },
  { id: 24, valor: 11, nome: 'Verificado', cor: '#8A4DD5', idHerdado: 0 },
]

/** Gives a company the situations every account has. */
export function seedSituations(sim: Sim, companyId: string): void {
  for (const situation of SEEDED) sim.world.situations.put(companyId, situation.id, situation)
}

/** Adds a situation of the account's own; it means what the one it inherits from means. */
export function addSituation(
  sim: Sim,
  companyId: string,
  input: { readonly nome: string; readonly idHerdado: number; readonly cor: string },
): Situation {
  const custom = [...sim.world.situations.in(companyId).values()].filter(
    (situation) => situation.id >= 100_000,
  )
  const situation: Situation = {
    ...input,
    id: 126_724 + custom.length * 17,
    valor: sim.world.situations.get(companyId, input.idHerdado)?.valor ?? 0,
  }
  sim.world.situations.put(companyId, situation.id, situation)
  return situation
}

/** The normalised meaning of a situation. */
export function situationValue(sim: Sim, companyId: string, situationId: number): number {
  return sim.world.situations.get(companyId, situationId)?.valor ?? 0
}
