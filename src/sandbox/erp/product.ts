import type { Sim } from '../sim.ts'

/** What a kit is made of. */
export interface Component {
  readonly produto: { readonly id: number }
  readonly quantidade: number
}

/** A kit's structure: `F` has a stock of its own, `V` is computed from its components. */
export interface Structure {
  readonly tipoEstoque: 'F' | 'V'
  /** What a sale moves: `A` kit and components, `M` components, `P` the kit; empty as one real kit showed. */
  readonly lancamentoEstoque: 'A' | 'M' | 'P' | ''
  readonly componentes: readonly Component[]
}

/** A product. `doc` keeps every field as it was sent, so that reading gives back what was written. */
export interface Product {
  readonly id: number
  readonly parent_id: number | null
  readonly nome: string
  /** The SKU; may be empty and may repeat. */
  readonly codigo: string
  readonly tipo: 'P' | 'S' | 'N'
  readonly situacao: 'A' | 'I' | 'E'
  /** `S` simple, `V` parent of variations, `E` kit. */
  readonly formato: 'S' | 'V' | 'E'
  readonly preco: number
  readonly gtin: string
  readonly estrutura: Structure | null
  readonly created_at: number
  readonly altered_at: number
  readonly doc: Readonly<Record<string, unknown>>
}

/** Whether balances of this product are its own, and so can be moved. */
export function holdsStock(product: Product): boolean {
  return product.tipo === 'P' && product.formato !== 'V' && !isVirtualKit(product)
}

/** Whether the product's balance is computed from its components. */
export function isVirtualKit(product: Product): boolean {
  return product.formato === 'E' && product.estrutura?.tipoEstoque === 'V'
}

/** A product and how many of it. */
export interface ProductQuantity {
  readonly product_id: number
  readonly quantity: number
}

/** What selling `quantity` of a product draws from stock: itself, or a kit's components, or both. */
export function stockLines(
  sim: Sim,
  companyId: string,
  productId: number,
  quantity: number,
  depth = 0,
): ProductQuantity[] {
  const product = sim.world.products.get(companyId, productId)
  if (product?.tipo !== 'P' || depth > 5) return []
  if (product.formato === 'S') return [{ product_id: productId, quantity }]
  if (product.formato === 'V' || !product.estrutura) return []
  const { tipoEstoque, lancamentoEstoque, componentes } = product.estrutura
  const own = tipoEstoque === 'F' && lancamentoEstoque !== 'M' ? [{ product_id: productId, quantity }] : []
  const moves = tipoEstoque === 'V' || lancamentoEstoque !== 'P'
  const parts = moves
    ? componentes.flatMap((part) =>
        stockLines(sim, companyId, part.produto.id, quantity * part.quantidade, depth + 1),
      )
    : []
  return [...own, ...parts]
}

/** Virtual kits that contain a product: their computed balance changes with it. */
export function kitsWith(sim: Sim, companyId: string, productId: number): Product[] {
  const kits: Product[] = []
  for (const product of sim.world.products.in(companyId).values()) {
    if (
      isVirtualKit(product) &&
      product.estrutura?.componentes.some((part) => part.produto.id === productId)
    ) {
      kits.push(product)
    }
  }
  return kits
}
