import { roundMoney } from '../kernel/numbers.ts'
import type { Sim } from '../sim.ts'
import { emit } from '../webhooks/emit.ts'
import type { Product, Structure } from './product.ts'

/** A product as a client or a person sends it: the fields the sandbox understands, and any other. */
export interface ProductInput {
  readonly nome: string
  readonly codigo?: string | undefined
  readonly tipo: Product['tipo']
  readonly situacao: Product['situacao']
  readonly formato: Product['formato']
  readonly preco?: number | undefined
  readonly gtin?: string | undefined
  readonly estrutura?: Structure | undefined
  readonly [other: string]: unknown
}

/** Adds a product and announces it. */
export function createProduct(
  sim: Sim,
  companyId: string,
  input: ProductInput,
  parentId: number | null = null,
): Product {
  const now = sim.clock.now()
  const product = withInput({ id: sim.random.nextId(), parent_id: parentId, created_at: now }, input, now)
  sim.world.products.put(companyId, product.id, product)
  emit(sim, companyId, 'product.created', productPayload(product))
  return product
}

/** Replaces what a product says about itself, and announces it. */
export function updateProduct(sim: Sim, companyId: string, product: Product, input: ProductInput): Product {
  const changed = withInput(product, input, sim.clock.now())
  sim.world.products.put(companyId, product.id, changed)
  emit(sim, companyId, 'product.updated', productPayload(changed))
  return changed
}

/** Gives the price of a parent to those of its variations that have another one. */
export function priceVariations(sim: Sim, companyId: string, parent: Product): void {
  for (const child of [...sim.world.products.in(companyId).values()]) {
    if (child.parent_id === parent.id && child.preco !== parent.preco)
      updateProduct(sim, companyId, child, { ...toInput(child), preco: parent.preco })
  }
}

/** Gives a product another situation. Going to `E` (excluído) is an update, not a deletion. */
export function changeProductSituation(
  sim: Sim,
  companyId: string,
  product: Product,
  situacao: Product['situacao'],
): void {
  updateProduct(sim, companyId, product, { ...toInput(product), situacao })
}

/** Removes a product for good, with its variations and balances. */
export function removeProduct(sim: Sim, companyId: string, product: Product): void {
  for (const child of [...sim.world.products.in(companyId).values()]) {
    if (child.parent_id === product.id) removeProduct(sim, companyId, child)
  }
  sim.world.products.remove(companyId, product.id)
  sim.world.balances.remove(companyId, product.id)
  emit(sim, companyId, 'product.deleted', { id: product.id })
}

/** A product's own words, to change some and save again. */
export function toInput(product: Product): ProductInput {
  return {
    ...product.doc,
    nome: product.nome,
    codigo: product.codigo,
    tipo: product.tipo,
    situacao: product.situacao,
    formato: product.formato,
    preco: product.preco,
    gtin: product.gtin,
    ...(product.estrutura ? { estrutura: product.estrutura } : {}),
  }
}

function withInput(
  base: Pick<Product, 'id' | 'parent_id' | 'created_at'>,
  input: ProductInput,
  now: number,
): Product {
  return {
    id: base.id,
    parent_id: base.parent_id,
    nome: input.nome,
    codigo: input.codigo ?? '',
    tipo: input.tipo,
    situacao: input.situacao,
    formato: input.formato,
    preco: roundMoney(input.preco ?? 0),
    gtin: input.gtin ?? '',
    estrutura:
      input.formato === 'E'
        ? (input.estrutura ?? { tipoEstoque: 'F', lancamentoEstoque: 'A', componentes: [] })
        : null,
    created_at: base.created_at,
    altered_at: now,
    doc: withPictures(input),
  }
}

/** Pictures are given by `imagensURL`, which is never shown again: what was fetched from there stands among the others. */
function withPictures(input: ProductInput): ProductInput {
  const { midia } = input
  if (!isGroup(midia) || !isGroup(midia['imagens'])) return input
  const { imagensURL, ...images } = midia['imagens']
  if (imagensURL === undefined) return input
  return { ...input, midia: { ...midia, imagens: { ...images, externas: imagensURL } } }
}

function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function productPayload(product: Product): unknown {
  const { doc } = product
  return {
    id: product.id,
    nome: product.nome,
    codigo: product.codigo,
    tipo: product.tipo,
    situacao: product.situacao,
    preco: product.preco,
    unidade: doc['unidade'] ?? '',
    formato: product.formato,
    ...(product.parent_id === null ? {} : { idProdutoPai: product.parent_id }),
    categoria: doc['categoria'] ?? { id: 0 },
    descricaoCurta: doc['descricaoCurta'] ?? '',
    descricaoComplementar: doc['descricaoComplementar'] ?? '',
  }
}
