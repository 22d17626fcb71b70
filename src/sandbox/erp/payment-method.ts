import type { Sim } from '../sim.ts'

/** A way to pay. `tipoPagamento` is the fiscal code. */
export interface PaymentMethod {
  readonly id: number
  readonly descricao: string
  readonly tipoPagamento: number
  readonly situacao: 0 | 1
  readonly padrao: 0 | 1 | 2
  readonly finalidade: 1 | 2 | 3
}

const SEEDED: readonly (readonly [string, number, 0 | 1])[] = [
  ['Dinheiro', 1, 1],
  ['Cartão de crédito', 3, 0],
  ['Cartão de débito', 4, 0],
  ['Boleto', 15, 0],
  ['PIX', 17, 0],
]

/** Gives a company the usual ways to pay; their ids differ from company to company. */
export function seedPaymentMethods(sim: Sim, companyId: string): void {
  for (const [descricao, tipoPagamento, padrao] of SEEDED) {
    const id = sim.random.nextId()
    sim.world.payment_methods.put(companyId, id, {
      id,
      descricao,
      tipoPagamento,
      situacao: 1,
      padrao,
      finalidade: 3,
    })
  }
}
