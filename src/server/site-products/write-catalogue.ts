import type * as z from 'zod'
import { productChange } from '../../contract/catalog.ts'
import { ERRORS } from '../../contract/errors.ts'
import { agreementsOf } from '../../domain/sites/product-plan.ts'
import { SYSTEM_ACTOR_ID, systemPrincipal } from '../auth/principal.ts'
import type { CatalogWrite } from '../catalog/catalog-deps.ts'
import { changeProduct } from '../catalog/save-product.ts'
import { AppError } from '../kernel/app-error.ts'
import { rememberAgreements } from './agreements.store.ts'
import { compareProducts, digestOf } from './compare.ts'
import { type LineEnd, type LineRow, settleLines } from './runs.store.ts'
import { readProductSite } from './settings.store.ts'
import { type DueLine, ended, fieldsOf, judgeLines, type LinesAtWork } from './write-lines.ts'

/** Writes lines in our own catalogue, through the door that people use; what the catalogue refuses is told with its sentence. */
export async function writeInCatalogue(work: LinesAtWork, lines: readonly LineRow[]): Promise<null> {
  const { deps, tenant_id, site_id, run_id } = work
  for (const line of lines) {
    const { due, ends } = await deps.database.tenant(tenant_id, (tx) => judgeLines(tx, site_id, [line]))
    const [one] = due
    const end = one === undefined ? (ends[0] ?? ended(line, 'overtaken')) : await writeOne(work, one)
    await deps.database.tenant(tenant_id, (tx) => settleLines(tx, run_id, [end], deps.clock.now()))
  }
  return null
}

/** Who writes a line in the catalogue: whoever started the run, under a key of the line's own, so that a repetition does nothing. */
export function writerOf(
  { tenant_id, run_id, started_by }: LinesAtWork,
  line: Pick<LineRow, 'position' | 'fingerprint'>,
): CatalogWrite {
  const system = systemPrincipal(tenant_id)
  const principal = started_by === SYSTEM_ACTOR_ID ? system : { ...system, user_id: started_by }
  const key = `site-products:${run_id}:${line.position}`
  return { principal, key, fingerprint: line.fingerprint, ip: '' }
}

/** What is wrong with values that the catalogue does not take, in a sentence. */
export function issuesText({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
}

async function writeOne(work: LinesAtWork, { line, write }: DueLine): Promise<LineEnd> {
  const { name, price_cents, gtin } = fieldsOf(write)
  const change = productChange.safeParse({
    ...(name === undefined ? {} : { name }),
    ...(price_cents === undefined ? {} : { unit_price_cents: price_cents }),
    ...(gtin === undefined ? {} : { gtin }),
    confirm_no_saving: true,
  })
  if (!change.success) return ended(line, 'refused', issuesText(change.error))
  try {
    await changeProduct(work.deps.catalog, writerOf(work, line), line.product_id, change.data)
    await agree(work, line, write)
    return ended(line, 'done')
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return ended(line, 'refused', ERRORS[error.code].detail(error.facts))
  }
}

async function agree(
  { deps, tenant_id, site_id }: LinesAtWork,
  line: LineRow,
  write: DueLine['write'],
): Promise<void> {
  await deps.database.tenant(tenant_id, async (tx) => {
    const site = await readProductSite(tx, site_id)
    if (site === null) return
    const agreed = (await compareProducts(tx, site, { product_ids: [line.product_id] })).map(({ state }) => ({
      ...{ product_id: line.product_id, side: 'estoqueuni' as const },
      fields: agreementsOf(state, 'estoqueuni', fieldsOf(write), digestOf),
    }))
    await rememberAgreements(tx, site_id, agreed, deps.clock.now())
  })
}
