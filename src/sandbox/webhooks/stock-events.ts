import { actualBalance, readBalance } from '../erp/balance.ts'
import type { Movement } from '../erp/movement.ts'
import { kitsWith } from '../erp/product.ts'
import type { Sim } from '../sim.ts'
import type { VirtualStockTask } from './agenda.ts'
import { emit, emitLegacy } from './emit.ts'
import { legacyQuantity } from './legacy.ts'

/** More linked products than this and the event only says "fetch by API". */
const COMPLEX_LINK_LIMIT = 200

/**
 * Every movement is a record of its own, also a balance set on the screen: hence always `stock.created`, and the other
 * two only when a movement itself is corrected or deleted. It tells what is true, also while readers still see an older balance.
 */
export function emitStockMoved(
  sim: Sim,
  companyId: string,
  movement: Movement,
  action: 'created' | 'updated' | 'deleted',
): void {
  const balance = actualBalance(sim, companyId, movement.product_id)
  const entry = balance.depositos.find((candidate) => candidate.id === movement.deposit_id)
  emit(sim, companyId, `stock.${action}`, {
    produto: { id: movement.product_id },
    deposito: entry,
    ...(action === 'deleted' ? {} : { operacao: movement.operation, quantidade: movement.quantity }),
    saldoFisicoTotal: balance.saldoFisicoTotal,
    saldoVirtualTotal: balance.saldoVirtualTotal,
  })
  emitLegacyStock(sim, companyId, movement.product_id)
}

/** Plans a `virtual_stock.updated` of one product, for when its balance has settled. */
export function scheduleVirtualStock(sim: Sim, companyId: string, productId: number, delayMs: number): void {
  sim.agenda.add<VirtualStockTask>({
    kind: 'virtual_stock',
    due_at: sim.clock.now() + delayMs,
    company_id: companyId,
    product_id: productId,
  })
}

/** Sends a planned `virtual_stock.updated` with the balances of now. */
export function emitVirtualStock(sim: Sim, task: VirtualStockTask): void {
  if (!sim.world.products.get(task.company_id, task.product_id)) return
  const balance = readBalance(sim, task.company_id, task.product_id)
  emit(sim, task.company_id, 'virtual_stock.updated', {
    produto: { id: task.product_id },
    saldoFisicoTotal: balance.saldoFisicoTotal,
    saldoVirtualTotal: balance.saldoVirtualTotal,
    vinculoComplexo: kitsWith(sim, task.company_id, task.product_id).length > COMPLEX_LINK_LIMIT,
    depositos: balance.depositos,
  })
}

function emitLegacyStock(sim: Sim, companyId: string, productId: number): void {
  const product = sim.world.products.get(companyId, productId)
  if (!product) return
  const balance = readBalance(sim, companyId, productId)
  emitLegacy(sim, companyId, 'estoques', {
    id: String(product.id),
    codigo: product.codigo,
    nome: product.nome,
    estoqueAtual: balance.saldoVirtualTotal,
    depositos: balance.depositos.map((entry) => {
      const deposit = sim.world.deposits.get(companyId, entry.id)
      return {
        deposito: {
          id: String(entry.id),
          nome: deposit?.descricao ?? '',
          saldo: legacyQuantity(entry.saldoFisico),
          desconsiderar: deposit?.desconsiderarSaldo ? 'S' : 'N',
          saldoVirtual: legacyQuantity(entry.saldoVirtual),
        },
      }
    }),
  })
}
