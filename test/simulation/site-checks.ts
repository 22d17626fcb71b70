import { CANCELLED } from './company.ts'
import { AUTHORISED, lives, MONEY_BACK, OFF_WORDS, type SiteOrder, siteOrders } from './site-orders.ts'
import type { World } from './world.ts'

/** What is wrong with the orders of sites in a world at rest; nothing when all is well. */
export async function siteProblems(world: World): Promise<string[]> {
  const orders = await siteOrders(world)
  return [
    ...orders.flatMap((order) => [
      ...presenceProblems(order),
      ...standingProblems(order),
      ...invoiceProblems(order),
      ...editProblems(order),
      ...givingBackProblems(world, order),
    ]),
    ...(await siteInboxProblems(world)),
  ]
}

/** 6: every order of a site is in Bling exactly once, or waits where people see it, with a reason. */
function presenceProblems(order: SiteOrder): string[] {
  const { there, ours, word } = order
  const name = nameOf(order)
  if (there.length > 1) return [`6 ${name} is in Bling ${there.length} times`]
  if (ours === null)
    return there.length === 0 && OFF_WORDS.has(word) ? [] : [`6 ${name} (${word}) is not known here`]
  if (there.length === 1 || !lives(order)) return []
  const waits = ours.left.some(
    ({ side, state, reason }) =>
      side === 'bling' && (state === 'waiting' || state === 'dead') && (reason ?? '') !== '',
  )
  return waits
    ? []
    : [`6 ${name} (${ours.status}) is not in Bling, and does not wait: ${JSON.stringify(ours.left)}`]
}

/** 6: it stands where people said, and in the same place everywhere; its invoice is known where it was sold. */
function standingProblems(order: SiteOrder): string[] {
  const { ours, there, said, word, site } = order
  if (ours === null || ours.left.length > 0) return []
  const name = nameOf(order)
  const isOff = !lives(order)
  const problems: string[] = []
  const wanted = wantedOff(order)
  if (wanted !== null && wanted !== isOff)
    problems.push(`6 ${name} is ${ours.status} after ${JSON.stringify(said)}`)
  const [one] = there
  if (one !== undefined && (one.situation_id === CANCELLED) !== isOff)
    problems.push(`6 ${name} is ${ours.status} here and ${one.situation_id} in Bling`)
  const isSent = ours.status === 'shipped' || ours.status === 'delivered'
  if (OFF_WORDS.has(word) !== isOff && !(isSent && MONEY_BACK.has(word)))
    problems.push(`6 ${name} is ${ours.status} here and ${word} there`)
  if (site.shape.kind === 'woocommerce' && isBack(said) && !OFF_WORDS.has(word))
    problems.push(`6 the money of ${name} went back, and it is ${word} there`)
  if (isBack(said) && ours.payment !== said.money && ours.payment !== 'refunded')
    problems.push(`6 the payment of ${name} is ${ours.payment} after ${JSON.stringify(said)}`)
  if (site.shape.kind === 'generic' && word !== ours.status)
    problems.push(`6 ${name} is ${ours.status} here and ${word} there`)
  return problems
}

function isBack({ money }: SiteOrder['said']): boolean {
  return money === 'refunded' || money === 'charged_back'
}

/** 8: an order has one invoice at most, and its site knows the key of one that the tax office has authorised, and of none else. */
function invoiceProblems({ ours, there, site, number, invoice_key }: SiteOrder): string[] {
  const name = `order ${number} of ${site.name}`
  const invoices = there.flatMap((one) => one.invoices)
  if (invoices.length > 1) return [`8 ${name} has ${invoices.length} invoices`]
  if (ours === null || ours.left.length > 0) return []
  const key = invoices.find(({ situation }) => situation === AUTHORISED)?.access_key ?? null
  return key === invoice_key ? [] : [`8 ${name} has invoice ${key}, and the site knows ${invoice_key}`]
}

/** Whether the order has to be off; null where two people said the opposite at once, and either is right. */
function wantedOff({ said, site }: SiteOrder): boolean | null {
  // A site written by hand may not cancel what was sent; which of the two came first only the product knows.
  if (said.cancelled) return site.shape.kind === 'generic' && said.shipped ? null : true
  if (said.may_be_cancelled) return null
  if (said.money === 'none' || (said.money === 'refused' && said.approved)) return false
  return said.shipped ? null : true
}

/** 9: an order that lives holds in Bling what it holds at its site, unless a person said that the difference is seen to. */
function editProblems(order: SiteOrder): string[] {
  const { ours, there, quantities } = order
  const [one] = there
  if (ours === null || one === undefined || ours.left.length > 0 || !lives(order) || ours.is_edit_settled)
    return []
  const text = (held: ReadonlyMap<string, number>) => JSON.stringify([...held].toSorted())
  return text(one.quantities) === text(quantities)
    ? []
    : [`9 ${nameOf(order)} holds ${text(quantities)}, and ${text(one.quantities)} in Bling`]
}

/** 7: what an order gave back is never more than what it took, in the ledger of demand and in the deposits. */
function givingBackProblems({ control }: World, order: SiteOrder): string[] {
  const { ours, there, quantities } = order
  const problems: string[] = []
  if (ours !== null && ours.given > ours.taken + 1)
    problems.push(`7 ${nameOf(order)} gave back ${ours.given} times, and took ${ours.taken + 1} times`)
  for (const { id, company_id } of there) {
    const { movements, products } = control.state(company_id)
    for (const sku of new Set([...quantities.keys(), ...order.asked.keys()])) {
      const product_id = products.find((product) => product.sku === sku)?.id
      const own = movements.filter((one) => one.source_id === id && one.product_id === product_id)
      const sum = (operation: string) =>
        own.filter((one) => one.operation === operation).reduce((total, { quantity }) => total + quantity, 0)
      if (sum('E') > sum('S'))
        problems.push(`7 ${nameOf(order)} gave back ${sum('E')} ${sku} of ${sum('S')} that it took`)
    }
  }
  return problems
}

/** 4: every event of a site that was acknowledged is done, or given up with a reason. */
async function siteInboxProblems(world: World): Promise<string[]> {
  const rows = await world.query<{ event_id: string; state: string; error: string | null }>(
    'select event_id, state, error from site_inbox',
  )
  return rows.flatMap(({ event_id, state, error }) =>
    state === 'done' || (state === 'dead' && (error ?? '') !== '')
      ? []
      : [`4 event ${event_id} of a site is ${state}: ${error ?? ''}`],
  )
}

function nameOf({ site, number }: SiteOrder): string {
  return `order ${number} of ${site.name}`
}
