import type { Standing } from '../../domain/sites/newcomer-plan.ts'
import { codeForm } from '../../domain/sync/sku-link.ts'
import type { InTheWay, InTheWayThere } from './newcomer-rows.queries.ts'
import type { ProductSite } from './settings.store.ts'

type Named = { readonly sku: string; readonly gtin: string | null }

const HELD: Standing = { kind: 'held' }
const ABSENT: Standing = { kind: 'absent' }

/** How a product of a site that is nobody's of ours stands in our catalogue. */
export function ownStanding({ sku, gtin }: Named, own: readonly InTheWay[]): Standing {
  const exact = own.find((one) => one.sku === sku)
  if (exact?.is_active === false) return unclear('put_away', exact)
  if (exact?.is_linked) return unclear('taken', exact)
  // Whoever has exactly this SKU is it, and is linked by it.
  if (exact !== undefined) return HELD
  return resembling({ sku, gtin }, own) ?? ABSENT
}

/**
 * How it stands in the account of the site. `isCopied` says whether all products there were read at least once, `isMaking` whether what is
 * there under its SKU may be it: then it is looked for there, whatever our copy shows.
 */
export function blingStanding(
  { sku, gtin }: Named,
  site: ProductSite,
  there: readonly InTheWayThere[],
  { isCopied, isMaking }: { readonly isCopied: boolean; readonly isMaking: boolean },
): Standing {
  if (site.account_in_force === null)
    return site.accounts === 0 ? { kind: 'none' } : { kind: 'unclear', because: 'no_account', other: null }
  if (!isCopied) return { kind: 'unclear', because: 'not_read', other: null }
  const present = there.filter(({ status }) => status !== 'deleted')
  const exact = present.filter((one) => one.sku === sku)
  const [first, ...others] = exact.filter(({ is_active }) => is_active)
  const [inactive] = exact
  if (first === undefined && isMaking) return ABSENT
  if (first === undefined)
    return inactive === undefined
      ? (resembling({ sku, gtin }, present) ?? ABSENT)
      : unclear('put_away', inactive)
  if (others.length > 0) return unclear('ambiguous', first)
  if (first.is_linked) return unclear('taken', first)
  return first.kind === 'simple' ? HELD : unclear('no_own_product', first)
}

/** Whether the account had a product of this SKU and somebody deleted it there. */
export function wasDeletedThere({ sku }: Named, there: readonly InTheWayThere[]): boolean {
  return there.some((one) => one.sku === sku && one.status === 'deleted')
}

function resembling({ sku, gtin }: Named, all: readonly InTheWay[]): Standing | null {
  const alike = all.find(
    (one) =>
      one.is_active &&
      ((codeForm(sku) !== '' && codeForm(one.sku) === codeForm(sku)) || (gtin !== null && one.gtin === gtin)),
  )
  return alike === undefined ? null : unclear('resembles', alike)
}

function unclear(because: Extract<Standing, { kind: 'unclear' }>['because'], other: InTheWay): Standing {
  return { kind: 'unclear', because, other: other.sku === '' ? other.name : `${other.name} (${other.sku})` }
}
