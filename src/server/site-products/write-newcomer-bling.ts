import { fieldOf, type ProductFields } from '../../domain/sites/product-fields.ts'
import { agreementsOf } from '../../domain/sites/product-plan.ts'
import { SYSTEM_ACTOR_ID } from '../auth/principal.ts'
import { BlingError } from '../bling/bling-error.ts'
import type { ProductRow } from '../bling/mapping/product.ts'
import type { Tx } from '../db/database.ts'
import { insertLinks, linksOfProducts } from '../sync/links/links.store.ts'
import { announceLinksChange } from '../sync/links/links-changed.ts'
import { rememberDetail } from '../sync/products/copies.store.ts'
import { rememberAgreements } from './agreements.store.ts'
import { awayOf, isAway, refusalOf, SideAway } from './away.ts'
import { compareProducts, digestOf } from './compare.ts'
import { beginMaking } from './makings.store.ts'
import { judgeNewcomer } from './newcomer-lines.ts'
import { type LineEnd, type NewcomerLine, settleLines } from './runs.store.ts'
import { type ProductSite, readProductSite } from './settings.store.ts'
import { patchOf } from './write-bling.ts'
import { ended, fieldsOf, type LinesAtWork } from './write-lines.ts'

/**
 * Makes products of a site in its account, one after the other, without a balance. Each is looked for by its SKU first, so that one whose
 * answer was lost is found and not made twice. Gives why the rest has to wait when the account cannot be asked now.
 */
export async function makeInBling(
  work: LinesAtWork,
  lines: readonly NewcomerLine[],
): Promise<SideAway | null> {
  const { deps, tenant_id, run_id } = work
  for (const line of lines) {
    try {
      const end = await makeOne(work, line)
      if (end instanceof SideAway) return end
      await deps.database.tenant(tenant_id, (tx) => settleLines(tx, run_id, [end], deps.clock.now()))
    } catch (error) {
      if (!(error instanceof BlingError)) throw error
      if (isAway(error)) return awayOf(error)
      const end = ended(line, 'refused', refusalOf(error))
      await deps.database.tenant(tenant_id, (tx) => settleLines(tx, run_id, [end], deps.clock.now()))
    }
  }
  return null
}

async function makeOne(work: LinesAtWork, line: NewcomerLine): Promise<LineEnd | SideAway> {
  const { deps, tenant_id, site_id, run_id } = work
  const { judged, site } = await deps.database.tenant(tenant_id, async (tx) => ({
    judged: await judgeNewcomer(tx, site_id, line),
    site: await readProductSite(tx, site_id),
  }))
  const account_id = site?.account_in_force ?? null
  if (judged.kind === 'over') return judged.end
  if (judged.kind === 'there') return ended(line, 'done')
  const { product_id } = judged.newcomer.row
  if (product_id === null) return ended(line, 'overtaken', 'o produto não entrou no catálogo')
  if (site === null || account_id === null)
    return ended(line, 'refused', 'nenhuma conta do Bling está escolhida para este site')
  const making = { account_id, product_id, run_id }
  const begun = await deps.database.tenant(tenant_id, (tx) => beginMaking(tx, making, deps.clock.now()))
  if (begun === null) return new SideAway('outra gravação está criando este produto na conta', null)
  const client = deps.clients.forAccount(tenant_id, account_id, 'webhook')
  const present = await client.products.ofCode(line.sku)
  const [first] = present
  if (first !== undefined && !isSame(present, begun === 'again'))
    return ended(line, 'refused', takenText(line, first))
  const fields = fieldsOf(judged.write)
  const bling_id = first?.product_id ?? (await client.products.create(newProductOf(line, fields)))
  const detail = await client.products.detail(bling_id)
  const isLinked = await deps.database.tenant(tenant_id, async (tx) => {
    const now = deps.clock.now()
    await rememberDetail(tx, account_id, detail, now)
    const link = { account_id, product_id, bling_product_id: bling_id, origin: 'code' as const }
    await insertLinks(tx, [{ ...link, linked_at: now, linked_by: SYSTEM_ACTOR_ID }])
    const links = await linksOfProducts(tx, [product_id])
    if (!links.some((one) => one.account_id === account_id && one.bling_product_id === bling_id)) return false
    await announceLinksChange(tx, [line.sku])
    await agree(tx, site, { product_id, fields, now })
    return true
  })
  return isLinked ? ended(line, 'done') : ended(line, 'refused', takenText(line, detail))
}

/** What has the SKU is the product when it is the only one and sold by itself; one that is off sale only when we may have made it. */
function isSame([first, ...others]: readonly ProductRow[], mayBeOurs: boolean): boolean {
  return others.length === 0 && first?.kind === 'simple' && (first.status === 'active' || mayBeOurs)
}

function takenText({ sku, name }: NewcomerLine, other: ProductRow): string {
  return `o código ${sku} já é de «${other.name}» (id ${other.product_id} no Bling); «${name}» não foi criado com ele`
}

function newProductOf({ sku, name }: NewcomerLine, fields: ProductFields) {
  const { images, is_active } = fields
  return {
    ...patchOf(fields),
    ...{ name, code: sku, is_active: is_active ?? true },
    ...(images === undefined ? {} : { images }),
  }
}

/** Both show the same now, each in its own way: what Bling keeps of a picture has an address of its own, and that is no difference. */
async function agree(
  tx: Tx,
  site: ProductSite,
  made: { readonly product_id: string; readonly fields: ProductFields; readonly now: Date },
): Promise<void> {
  const { product_id, fields, now } = made
  const agreed = (await compareProducts(tx, site, { product_ids: [product_id] })).map(({ state }) => {
    const { bling } = state.sides
    const shown = bling.kind === 'held' ? Object.entries(bling.fields) : []
    const sent = Object.fromEntries(
      shown.filter(([field]) => fieldOf(fields, field as keyof ProductFields) !== undefined),
    )
    return { product_id, side: 'site' as const, fields: agreementsOf(state, 'site', sent, digestOf) }
  })
  await rememberAgreements(tx, site.site_id, agreed, now)
}
