import * as z from 'zod'
import { type ProductBalance, readBalance } from '../erp/balance.ts'
import { moveStock } from '../erp/movement.ts'
import { holdsStock, type Product } from '../erp/product.ts'
import { type BlingRequest, type BlingRoute, created, data } from './answer.ts'
import { notFound, refused } from './bling-error.ts'
import { matchesBalance } from './product-list.ts'
import { idParam, idsOf, listOf, numberOf, readBody } from './read.ts'

const NAMESPACE = 'ESTOQUES'

const movementBody = z.object({
  produto: z.object({ id: z.int() }),
  deposito: z.object({ id: z.int() }),
  operacao: z.enum(['B', 'E', 'S']),
  quantidade: z.number(),
  preco: z.number().optional(),
  custo: z.number().optional(),
  observacoes: z.string().optional(),
})

/**
 * The products asked for. Inactive and deleted ones resolve by id but not by code; unknown ones are dropped;
 * when codes were given and none resolves the answer is 400, while unknown ids alone give an empty list.
 */
function askedProducts(request: BlingRequest): Product[] {
  const ids = idsOf(request.query, 'idsProdutos')
  const codes = listOf(request.query, 'codigos')
  if (!ids?.length && !codes?.length) throw noProduct()
  const products = request.sim.world.products.in(request.company.id)
  const found = new Set((ids ?? []).flatMap((id) => products.get(id) ?? []))
  if (codes?.length) {
    const wanted = new Set(codes)
    for (const product of products.values()) {
      if (product.situacao === 'A' && product.codigo !== '' && wanted.has(product.codigo)) found.add(product)
    }
    if (found.size === 0) throw noProduct()
  }
  return [...found]
}

function noProduct() {
  return refused(NAMESPACE, 'idsProdutos', 'nenhum produto foi informado')
}

function balances(
  request: BlingRequest,
  row: (product: Product, balance: ProductBalance) => Balances,
): Balances[] {
  const filter = numberOf(request.query, 'filtroSaldoEstoque')
  const where = { company_id: request.company.id, operation: 'GET /estoques/saldos' }
  return askedProducts(request)
    .map((product) => row(product, readBalance(request.sim, request.company.id, product.id)))
    .filter((entry) => filter === undefined || matchesBalance(filter, entry.saldoVirtualTotal))
    .filter(() => !request.sim.faults.draw('missing_rows', where))
}

interface Balances {
  readonly saldoVirtualTotal: number
}

/** Balances, and the one way to change them. Movements cannot be read back. */
export const estoquesRoutes: readonly BlingRoute[] = [
  {
    method: 'GET',
    path: '/estoques/saldos',
    scope: 'Estoques',
    answer: (request) =>
      data(
        balances(request, (product, balance) => ({
          produto: { id: product.id, codigo: product.codigo },
          ...balance,
        })),
      ),
  },
  {
    method: 'GET',
    path: '/estoques/saldos/{idDeposito}',
    scope: 'Estoques',
    answer: (request) => {
      const deposit = idParam(request, 'idDeposito')
      if (!request.sim.world.deposits.get(request.company.id, deposit)) throw notFound()
      return data(
        balances(request, (product, balance) => {
          const entry = balance.depositos.find((candidate) => candidate.id === deposit)
          return {
            produto: { id: product.id, codigo: product.codigo },
            saldoFisicoTotal: entry?.saldoFisico ?? 0,
            saldoVirtualTotal: entry?.saldoVirtual ?? 0,
          }
        }),
      )
    },
  },
  {
    method: 'POST',
    path: '/estoques',
    scope: 'Estoques',
    answer: (request) => {
      const { sim, company } = request
      const body = readBody(movementBody, request.body, NAMESPACE)
      const product = sim.world.products.get(company.id, body.produto.id)
      if (!product) throw refused(NAMESPACE, 'produto', 'O produto informado não foi encontrado.')
      if (!holdsStock(product))
        throw refused(NAMESPACE, 'produto', 'O produto informado não permite lançamento de estoque.')
      const deposit = sim.world.deposits.get(company.id, body.deposito.id)
      if (!deposit) throw refused(NAMESPACE, 'deposito', 'O depósito informado não foi encontrado.')
      if (deposit.situacao === 0) throw refused(NAMESPACE, 'deposito', 'O depósito informado está inativo.')
      if (body.operacao !== 'B' && body.quantidade <= 0) {
        throw refused(NAMESPACE, 'quantidade', 'A quantidade deve ser maior que zero.')
      }
      const movement = moveStock(sim, company.id, {
        product_id: product.id,
        deposit_id: deposit.id,
        operation: body.operacao,
        quantity: body.quantidade,
        observacoes: body.observacoes ?? '',
        origin: 'api',
      })
      return created({ id: movement.id })
    },
  },
]
