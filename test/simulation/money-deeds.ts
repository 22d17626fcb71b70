import { callerOf } from '../support/test-app.ts'
import { CANCELLED } from './company.ts'
import { type Deed, doOneOf } from './deeds.ts'
import { editAtShop } from './edit-deeds.ts'
import { pick } from './shape.ts'
import { AUTHORISED, OFF_WORDS, PENDING, REJECTED, SENT, type SiteOrder } from './site-orders.ts'
import { inBling, say, someOrder, told } from './site-talk.ts'
import { newsAreOut, type World } from './world.ts'

const STREAM = 'money deeds'
const some = (world: World, fits: (order: SiteOrder) => boolean) => someOrder(world, STREAM, fits)

/** Whether money came that could go back, as its site sees it; the goods may have left by now. */
function isPaid({ site, word, said }: SiteOrder): boolean {
  if (said.money === 'refunded' || said.money === 'charged_back') return false
  if (site.shape.kind === 'woocommerce') return word === 'processing' || word === 'completed'
  return said.approved && !OFF_WORDS.has(word)
}

const chargeBack: Deed = async (world) => {
  const order = await some(world, isPaid)
  if (order === null) return null
  say(world, order.site, order.number, 'charged_back')
  return `the customer of ${told(order)} has the payment taken back`
}

/** Of goods that are with the customer, which is when it hurts. */
const chargeBackLate: Deed = async (world) => {
  const order = await some(world, (one) => isPaid(one) && one.there.some(({ is_launched }) => is_launched))
  if (order === null) return null
  say(world, order.site, order.number, 'charged_back')
  return `${told(order)} left, and the payment is taken back`
}

const refund: Deed = async (world) => {
  const order = await some(world, isPaid)
  if (order === null) return null
  say(world, order.site, order.number, 'refunded')
  return `the money of ${told(order)} goes back`
}

/** A site written by hand says that a payment did not come. */
const refuseAtOwnSite: Deed = async (world) => {
  const order = await some(
    world,
    ({ site, said, word }) => site.shape.kind === 'generic' && !said.approved && !OFF_WORDS.has(word),
  )
  if (order === null) return null
  say(world, order.site, order.number, 'refused')
  return `the payment of ${told(order)} is refused`
}

/** People of the account make the invoice and send it: the tax office takes it, refuses it, or lets them wait. */
const makeInvoice: Deed = async (world) => {
  const order = await some(
    world,
    (one) =>
      inBling(one) &&
      one.there.every((there) => there.invoice_id === null && there.situation_id !== CANCELLED),
  )
  const [there] = order?.there ?? []
  if (order === null || there === undefined) return null
  const { invoice_id } = world.control.addInvoice(there.company_id, there.id)
  const situation = pick(world.random, STREAM, [PENDING, REJECTED, SENT] as const)
  if (situation !== PENDING) world.control.patchInvoice(there.company_id, invoice_id, { situation })
  return `${told(order)} is invoiced in Bling, situation ${situation}`
}

/** An invoice that some people or the tax office have to do something about. */
const waits = ({ there }: SiteOrder, situations: readonly number[]) =>
  there.some(({ invoices }) => invoices.some(({ situation }) => situations.includes(situation)))

/** A rejected invoice is corrected: it is sent again at once, or left for whoever asks next. */
const correctInvoice: Deed = async (world) => {
  const order = await some(world, (one) => waits(one, [REJECTED]))
  const situation = pick(world.random, STREAM, [AUTHORISED, PENDING] as const)
  return answer(world, order, REJECTED, situation)
}

const taxOfficeAnswers: Deed = async (world) => {
  const order = await some(world, (one) => waits(one, [SENT]))
  const situation = pick(world.random, STREAM, [AUTHORISED, AUTHORISED, REJECTED] as const)
  return answer(world, order, SENT, situation)
}

function answer(world: World, order: SiteOrder | null, from: number, situation: number): string | null {
  for (const { company_id, invoices } of order?.there ?? [])
    for (const { id } of invoices.filter((one) => one.situation === from))
      world.control.patchInvoice(company_id, id, { situation })
  return order === null ? null : `the invoice of ${told(order)} goes from ${from} to ${situation}`
}

/** A person has an invoice made, or sent again, in the product. */
const askForInvoice: Deed = async (world) => {
  const order = await some(world, ({ ours }) => ours !== null && ours.invoice !== 'authorised')
  const [process] = world.alive()
  if (order?.ours == null || process === undefined) return null
  const { status } = await callerOf(process.app, world.token).post(`/orders/${order.ours.id}/invoice`)
  if (status >= 300 && status !== 409 && process.isAlive())
    throw new Error(`an invoice was answered ${status}`)
  if (process.isAlive()) await newsAreOut(world, process)
  return `a person asks for the invoice of ${told(order)}: ${status}`
}

/** Every deed as often as it is likely. */
const DEEDS: readonly Deed[] = (
  [
    [4, chargeBack],
    [4, chargeBackLate],
    [2, refund],
    [1, refuseAtOwnSite],
    [4, makeInvoice],
    [4, correctInvoice],
    [3, taxOfficeAnswers],
    [4, askForInvoice],
    [8, editAtShop],
  ] as const
).flatMap(([weight, deed]) => new Array<Deed>(weight).fill(deed))

/** Has something become of a payment, of an invoice or of an order's lines, by chance. */
export async function doSomethingAboutMoney(world: World): Promise<void> {
  if (world.sites.length === 0) return
  await doOneOf(world, STREAM, DEEDS)
}
