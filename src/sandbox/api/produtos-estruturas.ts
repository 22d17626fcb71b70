import * as z from 'zod'
import type { Product, Structure } from '../erp/product.ts'
import { toInput, updateProduct } from '../erp/product-writes.ts'
import { type BlingAnswer, type BlingRequest, type BlingRoute, data, NO_CONTENT } from './answer.ts'
import { notFound, refused } from './bling-error.ts'
import { componentsBody, structureBody } from './product-body.ts'
import { productDetail } from './product-view.ts'
import { productOf } from './produtos.ts'
import { idParam, idsOf, readBody } from './read.ts'

const NAMESPACE = 'PRODUTOS_ESTRUTURAS'

const componentBody = z.object({ quantidade: z.number().positive() })

function kitOf(request: BlingRequest): { readonly kit: Product; readonly estrutura: Structure } {
  const kit = productOf(request, 'idProdutoEstrutura')
  if (!kit.estrutura) throw notFound()
  return { kit, estrutura: kit.estrutura }
}

function save(request: BlingRequest, kit: Product, estrutura: Structure): BlingAnswer {
  for (const part of estrutura.componentes) {
    if (!request.sim.world.products.get(request.company.id, part.produto.id)) {
      throw refused(NAMESPACE, 'componentes', `O componente ${part.produto.id} não foi encontrado.`)
    }
  }
  updateProduct(request.sim, request.company.id, kit, { ...toInput(kit), estrutura })
  return NO_CONTENT
}

/** What kits are made of, and the variations of a parent. */
export const produtosEstruturasRoutes: readonly BlingRoute[] = [
  {
    method: 'GET',
    path: '/produtos/estruturas/{idProdutoEstrutura}',
    scope: 'Produtos',
    answer: (request) => data(kitOf(request).estrutura),
  },
  {
    method: 'PUT',
    path: '/produtos/estruturas/{idProdutoEstrutura}',
    scope: 'Produtos',
    answer: (request) => save(request, kitOf(request).kit, readBody(structureBody, request.body, NAMESPACE)),
  },
  {
    method: 'POST',
    path: '/produtos/estruturas/{idProdutoEstrutura}/componentes',
    scope: 'Produtos',
    answer: (request) => {
      const { kit, estrutura } = kitOf(request)
      const more = readBody(componentsBody, request.body, NAMESPACE)
      return save(request, kit, { ...estrutura, componentes: [...estrutura.componentes, ...more] })
    },
  },
  {
    method: 'DELETE',
    path: '/produtos/estruturas/{idProdutoEstrutura}/componentes',
    scope: 'Produtos',
    answer: (request) => {
      const { kit, estrutura } = kitOf(request)
      const gone = new Set(idsOf(request.query, 'idsComponentes') ?? [])
      return save(request, kit, {
        ...estrutura,
        componentes: estrutura.componentes.filter((part) => !gone.has(part.produto.id)),
      })
    },
  },
  {
    method: 'PATCH',
    path: '/produtos/estruturas/{idProdutoEstrutura}/componentes/{idComponente}',
    scope: 'Produtos',
    answer: (request) => {
      const { kit, estrutura } = kitOf(request)
      const id = idParam(request, 'idComponente')
      const { quantidade } = readBody(componentBody, request.body, NAMESPACE)
      if (!estrutura.componentes.some((part) => part.produto.id === id)) throw notFound()
      const componentes = estrutura.componentes.map((part) =>
        part.produto.id === id ? { ...part, quantidade } : part,
      )
      return save(request, kit, { ...estrutura, componentes })
    },
  },
  {
    method: 'GET',
    path: '/produtos/variacoes/{idProdutoPai}',
    scope: 'Produtos',
    answer: (request) =>
      data(productDetail(request.sim, request.company, productOf(request, 'idProdutoPai'))),
  },
]
