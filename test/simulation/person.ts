import { callerOf } from '../support/test-app.ts'
import { connect } from './company.ts'
import { AUTHORISED, PENDING, REJECTED, SENT, siteOrders } from './site-orders.ts'
import { sayInBling, told, wasOverruled } from './site-talk.ts'
import type { World } from './world.ts'

/** A person does what waits for one: connects what was lost, agrees to plans, and answers doubts. */
export async function doWhatWaits(world: World): Promise<void> {
  await reconnectAccounts(world)
  await answerDoubts(world)
  await repeatWhatWasOverruled(world)
  await lookAfterOrders(world)
  await approvePlans(world)
}

/**
 * Connects every account again that says it has to be: a process that dies between getting new tokens and keeping them costs the account,
 * as in Bling. Nobody waits for it here, because its calls take time.
 */
async function reconnectAccounts(world: World): Promise<void> {
  const [process] = world.alive()
  if (process === undefined) return
  const lost = await world.query<{ id: string }>(
    `select a.id from alerts join bling_accounts a on a.id::text = alerts.subject
      where alerts.kind = 'reauthorize' and alerts.resolved_at is null and a.is_disconnected`,
  )
  for (const { account_id, company_id, name } of world.shops) {
    if (!lost.some(({ id }) => id === account_id)) continue
    world.tell(`a person connects ${name} again`)
    const { app } = process
    const by = { app, caller: callerOf(app, world.token), onPage: world.standStill }
    connect(by, company_id, account_id).catch((error: unknown) => {
      world.tell(`${name} is not connected again: ${String(error)}`)
    })
  }
}

/** People whose word on an order crossed a move of the product say it again. */
async function repeatWhatWasOverruled(world: World): Promise<void> {
  for (const order of await siteOrders(world)) {
    if (order.said.in_bling === null || !wasOverruled(world, order)) continue
    sayInBling(world, order, order.said.in_bling.situation_id)
    world.tell(`people say of ${told(order)} again what was overruled`)
  }
}

/** Sends again what was given up, sees to edits that came too late, corrects what the tax office refused, and has it answer what waits for it. */
async function lookAfterOrders(world: World): Promise<void> {
  const [process] = world.alive()
  if (process === undefined) return
  const dead = await world.query<{ order_id: string }>(
    `select distinct order_id, o.taken_at from order_sendings s join orders o on o.id = s.order_id
      where s.state = 'dead' or (s.state = 'waiting' and s.reason like 'edited_%') order by o.taken_at`,
  )
  for (const { order_id } of dead) {
    const reply = await callerOf(process.app, world.token).post(`/orders/${order_id}/resend`)
    if (reply.status >= 300 && process.isAlive()) throw new Error(`a resend was answered ${reply.status}`)
    world.tell('a person sends an order again')
  }
  for (const { company_id } of world.shops)
    for (const { id, situation } of world.control.state(company_id).invoices)
      if (UNANSWERED.has(situation)) world.control.patchInvoice(company_id, id, { situation: AUTHORISED })
}

/** To be sent, on its way, or to be corrected and sent again. */
const UNANSWERED: ReadonlySet<number> = new Set([PENDING, SENT, REJECTED])

/** Agrees to every plan that waits. Applying reads balances, for which time must pass: nobody waits for it here. */
async function approvePlans(world: World): Promise<void> {
  const waiting = await world.query<{ plan_id: string }>(
    `select facts ->> 'plan_id' as plan_id from alerts where kind = 'approval_waiting' and resolved_at is null`,
  )
  const [process] = world.alive()
  if (process === undefined) return
  for (const { plan_id } of waiting) {
    world.tell('a person agrees to a plan')
    void callerOf(process.app, world.token).post(`/sync/plans/${plan_id}/apply`, {})
  }
}

/** A person looks into Bling wherever the product says that it cannot tell whether a movement happened, and answers. */
async function answerDoubts(world: World): Promise<void> {
  const [process] = world.alive()
  if (process === undefined) return
  const doubts = await world.query<{ subject: string }>(
    `select subject from alerts where kind = 'unclear_draw' and resolved_at is null`,
  )
  const caller = callerOf(process.app, world.token)
  for (const { subject } of doubts) {
    const happened = world.shops.some(({ company_id }) =>
      world.control.state(company_id).movements.some(({ observacoes }) => observacoes.includes(subject)),
    )
    const reply = await caller.post(`/sync/draws/${subject}/verdict`, { happened })
    if (reply.status >= 300 && process.isAlive()) throw new Error(`a verdict was answered ${reply.status}`)
    world.tell(`a person says that a withdrawal ${happened ? 'happened' : 'did not happen'}`)
  }
}
