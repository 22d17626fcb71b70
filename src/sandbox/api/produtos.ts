import * as z from 'zod'
import type { Product } from '../erp/product.ts'
import {
  changeProductSituation,
  createProduct,
  type ProductInput,
  priceVariations,
  removeProduct,
  toInput,
  updateProduct,
} from '../erp/product-writes.ts'
import { type BlingAnswer, type BlingRequest, type BlingRoute, created, data, NO_CONTENT } from './answer.ts'
import { NOT_FOUND, notFound, refused } from './bling-error.ts'
import { type ProductBody, productBody, productPatch } from './product-body.ts'
import { listProducts } from './product-list.ts'
import { productDetail, productRow } from './product-view.ts'
import { idParam, idsOf, readBody } from './read.ts'

const NAMESPACE = 'PRODUTOS'

const situationBody = z.object({ situacao: z.enum(['A', 'I', 'E']) })
const situationsBody = z.object({ idsProdutos: z.array(z.int()).min(1), situacao: z.enum(['A', 'I', 'E']) })

/** The product named in the path, or 404. */
export function productOf(request: BlingRequest, param: string): Product {
  const product = request.sim.world.products.get(request.company.id, idParam(request, param))
  if (!product) throw notFound()
  return product
}

/**
 * Saves a whole product and its variations; answers as Bling does, without what was saved. A parent's price goes to
 * all its variations, whatever was sent with them; a parent sent without one leaves theirs.
 */
function save(request: BlingRequest, body: ProductBody, existing: Product | undefined): unknown {
  const { sim, company } = request
  checkComponents(request, body)
  const { variacoes, ...input } = body
  const product = existing
    ? updateProduct(sim, company.id, existing, input)
    : createProduct(sim, company.id, input)
  const variations = variacoes ? saveVariations(request, product, input, variacoes) : null
  if (givesPrice(input)) priceVariations(sim, company.id, product)
  return { id: product.id, variations, warnings: [] }
}

function givesPrice({ formato, preco }: ProductInput): boolean {
  return formato === 'V' && preco !== undefined
}

function saveVariations(
  { sim, company }: BlingRequest,
  product: Product,
  input: ProductInput,
  variacoes: NonNullable<ProductBody['variacoes']>,
): unknown {
  const saved: unknown[] = []
  const updated: unknown[] = []
  for (const { id, ...given } of variacoes) {
    const child: ProductInput = {
      ...given,
      nome: given.nome ?? input.nome,
      tipo: given.tipo ?? input.tipo,
      situacao: given.situacao ?? input.situacao,
      ...(givesPrice(input) ? { preco: product.preco } : {}),
    }
    const known = id === undefined ? undefined : sim.world.products.get(company.id, id)
    if (known?.parent_id === product.id) {
      updated.push({ id: updateProduct(sim, company.id, known, child).id, warnings: [] })
    } else saved.push({ id: createProduct(sim, company.id, child, product.id).id, warnings: [] })
  }
  return { deleted: [], updated, saved }
}

function checkComponents(request: BlingRequest, body: ProductBody): void {
  for (const part of body.estrutura?.componentes ?? []) {
    if (!request.sim.world.products.get(request.company.id, part.produto.id)) {
      throw refused(NAMESPACE, 'estrutura', `O componente ${part.produto.id} não foi encontrado.`)
    }
  }
}

/** Groups keep the sub-fields that were not sent. */
function patched(product: Product, patch: Readonly<Record<string, unknown>>): unknown {
  const merged: Record<string, unknown> = { ...toInput(product) }
  for (const [name, value] of Object.entries(patch)) {
    const old = merged[name]
    merged[name] = isGroup(old) && isGroup(value) ? { ...old, ...value } : value
  }
  return merged
}

function isGroup(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function setSituations(request: BlingRequest): BlingAnswer {
  const body = readBody(situationsBody, request.body, NAMESPACE)
  const alertas: unknown[] = []
  for (const id of body.idsProdutos) {
    const product = request.sim.world.products.get(request.company.id, id)
    if (product) changeProductSituation(request.sim, request.company.id, product, body.situacao)
    else alertas.push({ id, error: NOT_FOUND })
  }
  return alertas.length > 0 ? data({ alertas }) : NO_CONTENT
}

function removeMany(request: BlingRequest): BlingAnswer {
  const ids = idsOf(request.query, 'idsProdutos') ?? []
  if (ids.length === 0) throw refused(NAMESPACE, 'idsProdutos', 'Nenhum produto foi informado.')
  const alertas: unknown[] = []
  for (const id of ids) {
    const product = request.sim.world.products.get(request.company.id, id)
    if (product) removeProduct(request.sim, request.company.id, product)
    else alertas.push({ id, error: NOT_FOUND })
  }
  return alertas.length > 0 ? data({ alertas }) : NO_CONTENT
}

/** Products: list, detail, create, change, remove. */
export const produtosRoutes: readonly BlingRoute[] = [
  {
    method: 'GET',
    path: '/produtos',
    scope: 'Produtos',
    answer: (request) =>
      data(listProducts(request).map((product) => productRow(request.sim, request.company, product))),
  },
  {
    method: 'GET',
    path: '/produtos/{idProduto}',
    scope: 'Produtos',
    answer: (request) => data(productDetail(request.sim, request.company, productOf(request, 'idProduto'))),
  },
  {
    method: 'POST',
    path: '/produtos',
    scope: 'Produtos',
    answer: (request) => created(save(request, readBody(productBody, request.body, NAMESPACE), undefined)),
  },
  {
    method: 'PUT',
    path: '/produtos/{idProduto}',
    scope: 'Produtos',
    answer: (request) => {
      const product = productOf(request, 'idProduto')
      return data(save(request, readBody(productBody, request.body, NAMESPACE), product))
    },
  },
  {
    method: 'PATCH',
    path: '/produtos/{idProduto}',
    scope: 'Produtos',
    answer: (request) => {
      const product = productOf(request, 'idProduto')
      const patch = readBody(productPatch, request.body, NAMESPACE)
      return data(save(request, readBody(productBody, patched(product, patch), NAMESPACE), product))
    },
  },
  {
    method: 'DELETE',
    path: '/produtos/{idProduto}',
    scope: 'Produtos',
    answer: (request) => {
      removeProduct(request.sim, request.company.id, productOf(request, 'idProduto'))
      return NO_CONTENT
    },
  },
  { method: 'DELETE', path: '/produtos', scope: 'Produtos', answer: removeMany },
  {
    method: 'PATCH',
    path: '/produtos/{idProduto}/situacoes',
    scope: 'Produtos',
    answer: (request) => {
      const product = productOf(request, 'idProduto')
      const { situacao } = readBody(situationBody, request.body, NAMESPACE)
      changeProductSituation(request.sim, request.company.id, product, situacao)
      return NO_CONTENT
    },
  },
  { method: 'POST', path: '/produtos/situacoes', scope: 'Produtos', answer: setSituations },
]
