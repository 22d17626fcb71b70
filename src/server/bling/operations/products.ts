import type { Caller } from '../client/caller.ts'
import { allOf, batchesOf, createdId, pagesOf, readData } from '../client/read-answer.ts'
import {
  type NewProduct,
  newProductOut,
  type ProductDetail,
  type ProductPatch,
  type ProductRow,
  productDetailIn,
  productPatchOut,
  productRowIn,
} from '../mapping/product.ts'
import { saoPauloTime } from '../rate/sao-paulo-day.ts'

/** Which products to list. Without `status` active, inactive and deleted ones come. */
export type ProductFilter = {
  readonly status?: 'active' | 'inactive' | 'deleted'
  readonly changed_since?: Date
  readonly changed_until?: Date
  /** Where a walk that was broken off goes on. */
  readonly from_page?: number
}

/** Products of an account. None is written whole: what a PUT leaves out may be erased. */
export type ProductOperations = {
  /** Walks the list, newest first, a hundred a page. */
  pages(filter: ProductFilter): AsyncGenerator<ProductRow[]>
  /** Products by their ids, whatever their status; unknown ids are left out. */
  byIds(product_ids: readonly string[]): Promise<ProductRow[]>
  /** Active products by SKU, compared as text; one SKU may bring several. */
  byCodes(codes: readonly string[]): Promise<ProductRow[]>
  /** Whatever has this SKU, active or not, but for what was deleted: the way to find a product of ours again before making it. */
  ofCode(code: string): Promise<ProductRow[]>
  /** Active products by bar code; a row does not say which of the codes it has. */
  byGtins(gtins: readonly string[]): Promise<ProductRow[]>
  /** One whole product, with the components of a kit and the variations of a parent. */
  detail(product_id: string): Promise<ProductDetail>
  /**
   * Changes the named fields of a simple product or a variation. Not for a parent: saving one gives its price to all its variations. Doing the
   * same again does no harm.
   */
  change(product_id: string, patch: ProductPatch): Promise<void>
  /** Makes a simple product and gives its id. When the error is `ambiguous` it may be there: look by its SKU before making it again. */
  create(product: NewProduct): Promise<string>
  /** Puts a product on or off sale there. */
  setActive(product_id: string, is_active: boolean): Promise<void>
}

/** Bling's default hides products: the criterion and the type are always said. */
const CRITERIA = { active: 2, inactive: 3, deleted: 4, all: 5 } as const
const BATCH = 100

/** Binds the operations to a caller. */
export function productOperations(call: Caller): ProductOperations {
  const listed = (
    query: Record<string, string | number | readonly string[] | undefined>,
    from_page?: number,
  ) =>
    pagesOf(
      call,
      { operation: 'GET /produtos', method: 'GET', path: '/produtos', query: { tipo: 'T', ...query } },
      productRowIn,
      from_page,
    )
  return {
    pages: ({ status, changed_since, changed_until, from_page }) =>
      listed(
        {
          criterio: CRITERIA[status ?? 'all'],
          dataAlteracaoInicial: changed_since && saoPauloTime(changed_since),
          dataAlteracaoFinal: changed_until && saoPauloTime(changed_until),
        },
        from_page,
      ),
    async byIds(product_ids) {
      const rows: ProductRow[] = []
      for (const idsProdutos of batchesOf([...new Set(product_ids)], BATCH))
        rows.push(...(await allOf(listed({ criterio: CRITERIA.all, idsProdutos }))))
      return rows
    },
    async byCodes(codes) {
      const wanted = new Set(codes.filter((code) => code !== ''))
      const rows: ProductRow[] = []
      for (const codigos of batchesOf([...wanted], BATCH))
        rows.push(...(await allOf(listed({ criterio: CRITERIA.active, codigos }))))
      return rows.filter((row) => wanted.has(row.code))
    },
    async ofCode(code) {
      const rows = await allOf(listed({ criterio: CRITERIA.all, codigos: [code] }))
      return rows.filter((row) => row.code === code && row.status !== 'deleted')
    },
    async byGtins(asked) {
      const rows: ProductRow[] = []
      for (const gtins of batchesOf([...new Set(asked)], BATCH))
        rows.push(...(await allOf(listed({ criterio: CRITERIA.active, gtins }))))
      return rows
    },
    detail: (product_id) =>
      readData(
        call,
        {
          operation: 'GET /produtos/{idProduto}',
          method: 'GET',
          path: `/produtos/${encodeURIComponent(product_id)}`,
        },
        productDetailIn,
      ),
    async change(product_id, patch) {
      await call({
        operation: 'PATCH /produtos/{idProduto}',
        method: 'PATCH',
        path: `/produtos/${encodeURIComponent(product_id)}`,
        body: productPatchOut(patch),
      })
    },
    create: (product) =>
      createdId(call, {
        operation: 'POST /produtos',
        method: 'POST',
        path: '/produtos',
        body: newProductOut(product),
      }),
    async setActive(product_id, is_active) {
      await call({
        operation: 'PATCH /produtos/{idProduto}/situacoes',
        method: 'PATCH',
        path: `/produtos/${encodeURIComponent(product_id)}/situacoes`,
        body: { situacao: is_active ? 'A' : 'I' },
      })
    },
  }
}
