import type { Order } from '../erp/order.ts'
import {
  changeOrderSituation,
  createOrder,
  removalObstacle,
  removeOrder,
  updateOrder,
} from '../erp/order-writes.ts'
import { type BlingAnswer, type BlingRequest, type BlingRoute, created, data, NO_CONTENT } from './answer.ts'
import { notFound, refused } from './bling-error.ts'
import { readOrder } from './order-body.ts'
import { listOrders, orderDetail, orderRow } from './order-view.ts'
import { idParam, idsOf } from './read.ts'

const SCOPE = 'PedidosVenda'

/** The order named in the path, or 404. */
export function orderOf(request: BlingRequest): Order {
  const order = request.sim.world.orders.get(request.company.id, idParam(request, 'idPedidoVenda'))
  if (!order) throw notFound()
  return order
}

function changeSituation(request: BlingRequest): BlingAnswer {
  const order = orderOf(request)
  const id = idParam(request, 'idSituacao')
  if (!request.sim.world.situations.get(request.company.id, id)) {
    throw refused('VENDAS', 'situacao', 'A situação informada não foi encontrada.')
  }
  if (id === order.situation_id)
    throw refused('VENDAS', 'situacao', 'A venda já possui a situação informada.')
  changeOrderSituation(request.sim, request.company.id, order, id)
  return NO_CONTENT
}

function remove(request: BlingRequest): BlingAnswer {
  const order = orderOf(request)
  const obstacle = removalObstacle(request.sim, request.company.id, order)
  if (obstacle !== undefined) throw refused('VENDAS', 'id', obstacle)
  removeOrder(request.sim, request.company.id, order)
  return NO_CONTENT
}

function removeMany(request: BlingRequest): BlingAnswer {
  const alertas: string[] = []
  for (const id of idsOf(request.query, 'idsPedidosVendas') ?? []) {
    const order = request.sim.world.orders.get(request.company.id, id)
    const obstacle = order
      ? removalObstacle(request.sim, request.company.id, order)
      : `A venda ${id} não foi encontrada.`
    if (obstacle !== undefined) alertas.push(obstacle)
    else if (order) removeOrder(request.sim, request.company.id, order)
  }
  return alertas.length > 0 ? data({ alertas }) : NO_CONTENT
}

/** Sales orders. Creating answers no number, and the same `numeroLoja` twice makes two orders. */
export const pedidosRoutes: readonly BlingRoute[] = [
  {
    method: 'GET',
    path: '/pedidos/vendas',
    scope: SCOPE,
    answer: (request) =>
      data(listOrders(request).map((order) => orderRow(request.sim, request.company.id, order))),
  },
  {
    method: 'GET',
    path: '/pedidos/vendas/{idPedidoVenda}',
    scope: SCOPE,
    answer: (request) => data(orderDetail(request.sim, request.company.id, orderOf(request))),
  },
  {
    method: 'POST',
    path: '/pedidos/vendas',
    scope: SCOPE,
    answer: (request) => created({ id: createOrder(request.sim, request.company.id, readOrder(request)).id }),
  },
  {
    method: 'PUT',
    path: '/pedidos/vendas/{idPedidoVenda}',
    scope: SCOPE,
    answer: (request) => {
      const order = orderOf(request)
      return data({ id: updateOrder(request.sim, request.company.id, order, readOrder(request)).id })
    },
  },
  { method: 'DELETE', path: '/pedidos/vendas/{idPedidoVenda}', scope: SCOPE, answer: remove },
  { method: 'DELETE', path: '/pedidos/vendas', scope: SCOPE, answer: removeMany },
  {
    method: 'PATCH',
    path: '/pedidos/vendas/{idPedidoVenda}/situacoes/{idSituacao}',
    scope: SCOPE,
    answer: changeSituation,
  },
]
