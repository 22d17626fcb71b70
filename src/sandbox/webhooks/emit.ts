import { utcSeconds } from '../kernel/dates.ts'
import type { Sim } from '../sim.ts'
import type { DeliveryTask } from './agenda.ts'
import { legacyBody } from './legacy.ts'
import { RESOURCE_SCOPE, resourceOf, type WebhookEvent } from './resource.ts'

type Outgoing = Omit<DeliveryTask, 'id' | 'kind' | 'due_at' | 'attempts'>

/**
 * Announces what happened in a company to every application connected to it, with the payload of this moment.
 * The faults of the day decide whether it is lost, doubled or late.
 */
export function emit(sim: Sim, companyId: string, event: WebhookEvent, data: unknown): void {
  const resource = resourceOf(event)
  if (!resource) throw new Error(`no resource in ${event}`)
  for (const connection of sim.world.connections.in('').values()) {
    if (connection.company_id !== companyId || !connection.scopes.includes(RESOURCE_SCOPE[resource])) continue
    const app = sim.world.apps.get('', connection.client_id)
    if (!app?.webhook_url || !app.webhook_resources.includes(resource)) continue
    const eventId = sim.random.uuid7(sim.clock.now())
    const date = utcSeconds(sim.clock.now())
    send(sim, {
      format: 'v1',
      client_id: app.client_id,
      company_id: companyId,
      event,
      event_id: eventId,
      url: app.webhook_url,
      body: JSON.stringify({ eventId, date, version: 'v1', event, companyId, data }),
    })
  }
}

/** Sends the older unsigned callback of a company that has its address set. */
export function emitLegacy(
  sim: Sim,
  companyId: string,
  event: 'estoques' | 'pedidos',
  record: unknown,
): void {
  const url = sim.world.companies.get('', companyId)?.settings.callback_url
  if (!url) return
  send(sim, {
    format: 'legacy',
    client_id: null,
    company_id: companyId,
    event: `callback.${event}`,
    event_id: sim.random.uuid7(sim.clock.now()),
    url,
    body: legacyBody(event, record),
  })
}

function send(sim: Sim, outgoing: Outgoing): void {
  const where = { company_id: outgoing.company_id, operation: outgoing.event }
  if (sim.faults.draw('webhook_drop', where)) {
    sim.log.webhookDropped(outgoing, sim.clock.now())
    return
  }
  const copies = sim.faults.draw('webhook_duplicate', where) ? 2 : 1
  for (let copy = 0; copy < copies; copy += 1) {
    const delay = sim.faults.draw('webhook_delay', where)?.delay_ms ?? 0
    const reorder = sim.faults.draw('webhook_reorder', where)?.delay_ms ?? 0
    const shuffle = reorder > 0 ? sim.random.int('reorder', { min: 0, max: reorder }) : 0
    const task = sim.agenda.add<DeliveryTask>({
      kind: 'delivery',
      due_at: sim.clock.now() + delay + shuffle,
      attempts: 0,
      ...outgoing,
    })
    sim.log.webhookQueued(task, sim.clock.now())
  }
}
