import { agreementsOf } from '../../domain/sites/product-plan.ts'
import { weightText } from '../../domain/sites/weight.ts'
import { BlingError } from '../bling/bling-error.ts'
import type { BlingClient } from '../bling/client/bling-client.ts'
import type { ProductPatch, ProductRow } from '../bling/mapping/product.ts'
import { rememberDetail } from '../sync/products/copies.store.ts'
import { rememberAgreements } from './agreements.store.ts'
import { awayOf, isAway, refusalOf, type SideAway } from './away.ts'
import { compareProducts, digestOf } from './compare.ts'
import { type LineEnd, type LineRow, settleLines } from './runs.store.ts'
import { readProductSite } from './settings.store.ts'
import { type DueLine, ended, fieldsOf, judgeLines, type LinesAtWork } from './write-lines.ts'

/**
 * Writes lines in the account, one product after the other: read whole, judged anew, changed field by field, read back. Gives why the rest
 * has to wait when the account cannot be asked now.
 */
export async function writeInBling(work: LinesAtWork, lines: readonly LineRow[]): Promise<SideAway | null> {
  const { deps, tenant_id, site_id, run_id } = work
  const keep = (end: LineEnd) =>
    deps.database.tenant(tenant_id, (tx) => settleLines(tx, run_id, [end], deps.clock.now()))
  const site = await deps.database.tenant(tenant_id, (tx) => readProductSite(tx, site_id))
  const account_id = site?.account_in_force ?? null
  for (const line of lines) {
    if (account_id === null) {
      await keep(ended(line, 'refused', 'nenhuma conta do Bling está escolhida para este site'))
      continue
    }
    try {
      const client = deps.clients.forAccount(tenant_id, account_id, 'webhook')
      await keep(await writeOne(work, client, line))
    } catch (error) {
      if (!(error instanceof BlingError)) throw error
      // What may be done is read again before anything is asked for.
      if (isAway(error)) return awayOf(error)
      await keep(ended(line, 'refused', refusalOf(error)))
    }
  }
  return null
}

async function writeOne(work: LinesAtWork, client: BlingClient, line: LineRow): Promise<LineEnd> {
  const { deps, tenant_id, site_id } = work
  const judge = () => deps.database.tenant(tenant_id, (tx) => judgeLines(tx, site_id, [line]))
  const before = await judge()
  const bling_id = before.due[0]?.product.row.b_product_id ?? null
  if (bling_id === null) return before.ends[0] ?? ended(line, 'overtaken')
  await readWhole(work, client, bling_id)
  const { due, ends } = await judge()
  const [one] = due
  if (one === undefined) return ends[0] ?? ended(line, 'overtaken')
  const { is_active, ...rest } = fieldsOf(one.write)
  const taken = rest.sku === undefined ? null : await takenBy(client, rest.sku, bling_id)
  if (taken !== null) return ended(line, 'refused', takenText(rest.sku ?? '', taken, line.name))
  const patch = patchOf(rest)
  if (Object.keys(patch).length > 0) await client.products.change(bling_id, patch)
  if (is_active !== undefined) await client.products.setActive(bling_id, is_active)
  await readWhole(work, client, bling_id)
  await agree(work, one)
  return ended(line, 'done')
}

/** Another product of the account that has a SKU, on sale or not; null when none has. */
async function takenBy(client: BlingClient, sku: string, own_id: string | null): Promise<ProductRow | null> {
  return (await client.products.ofCode(sku)).find(({ product_id }) => product_id !== own_id) ?? null
}

function takenText(sku: string, { name, product_id }: ProductRow, own: string): string {
  return `o código ${sku} já é de «${name}» (id ${product_id} no Bling); «${own}» não foi gravado com ele`
}

/** The fields of a product as a write in the account names them. */
export function patchOf({
  name,
  sku,
  description,
  price_cents,
  gtin,
  weight_mg,
}: ReturnType<typeof fieldsOf>): ProductPatch {
  return {
    ...(name === undefined ? {} : { name }),
    ...(sku === undefined ? {} : { code: sku }),
    ...(description === undefined ? {} : { description }),
    ...(price_cents === undefined ? {} : { price_cents }),
    ...(gtin === undefined ? {} : { gtin }),
    ...(weight_mg === undefined ? {} : { gross_weight_kg: Number(weightText(weight_mg, 'kg')) }),
  }
}

async function readWhole(
  { deps, tenant_id }: LinesAtWork,
  client: BlingClient,
  bling_id: string,
): Promise<void> {
  const detail = await client.products.detail(bling_id)
  await deps.database.tenant(tenant_id, (tx) =>
    rememberDetail(tx, client.account.account_id, detail, deps.clock.now()),
  )
}

async function agree({ deps, tenant_id, site_id }: LinesAtWork, { line, write }: DueLine): Promise<void> {
  await deps.database.tenant(tenant_id, async (tx) => {
    const site = await readProductSite(tx, site_id)
    if (site === null) return
    const agreed = (await compareProducts(tx, site, { product_ids: [line.product_id] })).map(({ state }) => ({
      ...{ product_id: line.product_id, side: 'bling' as const },
      fields: agreementsOf(state, 'bling', fieldsOf(write), digestOf),
    }))
    await rememberAgreements(tx, site_id, agreed, deps.clock.now())
  })
}
