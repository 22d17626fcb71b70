import * as z from 'zod'
import type { Strike } from '../faults/faults.ts'
import type { Sim } from '../sim.ts'
import type { SiteCall, SiteCallTask } from '../webhooks/agenda.ts'
import { keepProduct, type Site, type SiteOrder } from './site.ts'
import type { Ask } from './site-ask.ts'

const ANSWER_WITHIN_MS = 10_000
const FIRST_GAP_MS = 2_000
const LONGEST_GAP_MS = 60_000
const PAGE = 100

const page = z.object({
  items: z.array(
    z.object({
      product_id: z.string(),
      sku: z.string(),
      name: z.string(),
      price_cents: z.number().nullable(),
      is_active: z.boolean(),
      available: z.number(),
      version: z.coerce.number(),
    }),
  ),
  next_cursor: z.string().nullable(),
})
const kept = z.object({
  id: z.string(),
  reference: z.string(),
  status: z.string(),
  total_cents: z.number(),
  invoice: z.object({ access_key: z.string() }).nullable(),
})
const refusal = z.object({ code: z.string() })

type Answer = { readonly status: number; readonly json: unknown } | null

/** Has the shop call EstoqueUni later; the faults of the day decide whether it does so twice, late or out of turn. */
export function callLater(sim: Sim, siteId: string, call: SiteCall, delayMs = 0): void {
  const place = { company_id: siteId, operation: operationOf(call) }
  const copies = sim.faults.draw('webhook_duplicate', place) ? 2 : 1
  for (let copy = 0; copy < copies; copy += 1) {
    const late = sim.faults.draw('webhook_delay', place)?.delay_ms ?? 0
    const reorder = sim.faults.draw('webhook_reorder', place)?.delay_ms ?? 0
    const shuffle = reorder > 0 ? sim.random.int('reorder', { min: 0, max: reorder }) : 0
    sim.agenda.add<SiteCallTask>({
      ...{ kind: 'site_call', site_id: siteId, call, attempts: 0 },
      due_at: sim.clock.now() + delayMs + late + shuffle,
    })
  }
}

/** Makes a call. What had no clear answer is called again, with the same words; `undefined` when nobody was called. */
export async function makeSiteCall(sim: Sim, ask: Ask, task: SiteCallTask): Promise<boolean | undefined> {
  const site = sim.world.sites.get('', task.site_id)
  const isConnected = site !== undefined && site.settings.api_url !== ''
  const isClear = isConnected ? await act(sim, ask, site, task.call) : false
  const isReading = task.call.what === 'read'
  if (isClear || isReading) sim.agenda.done(task)
  else {
    const gap = Math.min(FIRST_GAP_MS * 2 ** task.attempts, LONGEST_GAP_MS)
    sim.agenda.put({ ...task, attempts: task.attempts + 1, due_at: sim.clock.now() + gap })
  }
  const every = site?.settings.read_every_ms ?? 0
  if (isReading && every > 0) callLater(sim, task.site_id, task.call, every)
  return isConnected ? isClear : undefined
}

/** Whether the answer was clear. */
async function act(sim: Sim, ask: Ask, site: Site, call: SiteCall): Promise<boolean> {
  switch (call.what) {
    case 'read':
      return readAll(sim, ask, site)
    case 'order':
      return postOrder(sim, ask, site, call.reference)
    case 'status':
      return postStatus(sim, ask, site, call)
    case 'look': {
      const answer = await send(sim, ask, site, call, { method: 'GET', path: `/orders/${call.order_id}` })
      if (answer?.status === 200) keepOrder(sim, site.id, answer.json)
      return answer?.status === 200 || answer?.status === 404
    }
  }
}

/** Products and their stock, page by page. */
async function readAll(sim: Sim, ask: Ask, site: Site): Promise<boolean> {
  for (let cursor = ''; ; ) {
    const path = `/products?limit=${PAGE}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`
    const answer = await send(sim, ask, site, { what: 'read' }, { method: 'GET', path })
    if (answer?.status !== 200) return false
    const { items, next_cursor } = page.parse(answer.json)
    for (const item of items) keepProduct(sim, site.id, item)
    if (next_cursor === null) return true
    cursor = next_cursor
  }
}

async function postOrder(sim: Sim, ask: Ask, site: Site, reference: string): Promise<boolean> {
  const order = sim.world.site_orders.get(site.id, reference)
  if (order === undefined) return true
  const { lines, customer } = order
  const body = { reference, lines, customer, freight_cents: 0 }
  const answer = await send(
    sim,
    ask,
    site,
    { what: 'order', reference },
    { method: 'POST', path: '/orders', body },
  )
  if (answer?.status === 201) keepOrder(sim, site.id, answer.json)
  else if (answer?.status === 409 || answer?.status === 422) refuseOrder(sim, site.id, order, answer.json)
  else return false
  return true
}

async function postStatus(
  sim: Sim,
  ask: Ask,
  site: Site,
  call: Extract<SiteCall, { what: 'status' }>,
): Promise<boolean> {
  const order = sim.world.site_orders.get(site.id, call.reference)
  if (order === undefined || order.state === 'refused') return true
  // What is not known yet cannot be spoken of: it is tried again.
  if (order.order_id === null) return false
  const path = `/orders/${order.order_id}/status`
  const answer = await send(sim, ask, site, call, { method: 'POST', path, body: { status: call.status } })
  if (answer?.status === 200) keepOrder(sim, site.id, answer.json)
  // It has moved on meanwhile: the shop looks where it is.
  else if (answer?.status === 409) callLater(sim, site.id, { what: 'look', order_id: order.order_id })
  else return false
  return true
}

function keepOrder(sim: Sim, siteId: string, json: unknown): void {
  const { id, reference, status, total_cents, invoice } = kept.parse(json)
  const order = sim.world.site_orders.get(siteId, reference)
  if (order === undefined) return
  const told = { order_id: id, status, total_cents, invoice_key: invoice?.access_key ?? null }
  sim.world.site_orders.put(siteId, reference, { ...order, ...told, state: 'kept' })
}

function refuseOrder(sim: Sim, siteId: string, order: SiteOrder, json: unknown): void {
  const { code } = refusal.parse(json)
  sim.world.site_orders.put(siteId, order.reference, { ...order, state: 'refused', refusal: code })
}

/** How calls are named where faults are set. */
function operationOf({ what }: SiteCall): string {
  const paths = { read: 'GET /products', order: 'POST /orders', status: 'POST /orders/{id}/status' }
  return `SITE ${what === 'look' ? 'GET /orders/{id}' : paths[what]}`
}

/** "before" never leaves, "after" arrives and its answer is lost on the way back. Null: no answer. */
async function send(
  sim: Sim,
  ask: Ask,
  site: Site,
  call: SiteCall,
  request: { readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: unknown },
): Promise<Answer> {
  const strike = sim.faults.drawCall({ company_id: site.id, operation: operationOf(call) })
  const url = `${site.settings.api_url}/site-api/v1${request.path}`
  const body = request.body === undefined ? undefined : JSON.stringify(request.body)
  const answer = isLostBefore(strike)
    ? null
    : await answerOf(ask, site, { method: request.method, url, body })
  const heard = strike !== undefined && strike.kind !== 'slow' ? null : answer
  if (body !== undefined)
    sim.log.webhookTried(
      { ...about(site, call), url, body },
      { at: sim.clock.now(), status: heard?.status ?? null, error: heard === null ? 'no answer' : null },
      heard !== null && heard.status < 300,
    )
  return heard
}

function isLostBefore(strike: Strike | undefined): boolean {
  return strike !== undefined && strike.kind !== 'slow' && !strike.kind.endsWith('_after')
}

async function answerOf(
  ask: Ask,
  { settings }: Site,
  request: { readonly method: 'GET' | 'POST'; readonly url: string; readonly body: string | undefined },
): Promise<Answer> {
  const { body, ...where } = request
  const headers: Record<string, string> = { authorization: `Bearer ${settings.api_key}` }
  if (body !== undefined) headers['content-type'] = 'application/json'
  try {
    const sent = { ...where, headers, timeoutMs: ANSWER_WITHIN_MS, ...(body === undefined ? {} : { body }) }
    const { status, text } = await ask(sent)
    return { status, json: JSON.parse(text) }
  } catch {
    // Nobody there, too slow, or a page of something in between: none of it is an answer.
    return null
  }
}

function about(site: Site, call: SiteCall) {
  const event = `site.${call.what}`
  return { event, event_id: `${event} ${JSON.stringify(call)}`, company_id: site.id, client_id: null }
}
