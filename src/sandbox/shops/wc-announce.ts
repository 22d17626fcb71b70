import type { Sim } from '../sim.ts'
import type { ShopDeliveryTask } from '../webhooks/agenda.ts'

/** What a shop announces. */
export type ShopTopic = `${'product' | 'order'}.${'created' | 'updated' | 'deleted'}`

/**
 * Queues an announcement to every active webhook of the topic. What waits already for the same record is not queued twice: the
 * payload is that of the moment of delivery, so many changes arrive as one.
 */
export function announce(sim: Sim, shopId: string, topic: ShopTopic, resourceId: number): void {
  for (const hook of sim.world.shop_webhooks.in(shopId).values()) {
    if (hook.status !== 'active' || hook.topic !== topic) continue
    const waits = [...sim.world.tasks.in('').values()].some(
      (task) =>
        task.kind === 'shop_delivery' &&
        task.shop_id === shopId &&
        task.webhook_id === hook.id &&
        task.resource_id === resourceId,
    )
    if (waits) continue
    const place = { company_id: shopId, operation: topic }
    if (sim.faults.draw('webhook_drop', place)) continue
    const copies = sim.faults.draw('webhook_duplicate', place) ? 2 : 1
    const late = sim.faults.draw('webhook_delay', place)?.delay_ms ?? 0
    const shuffle = sim.faults.draw('webhook_reorder', place)?.delay_ms ?? 0
    const delay = sim.world.shops.get('', shopId)?.settings.webhook_delay_ms ?? 0
    for (let copy = 0; copy < copies; copy += 1) {
      const turn = shuffle > 0 ? sim.random.int('reorder', { min: 0, max: shuffle }) : 0
      sim.agenda.add<ShopDeliveryTask>({
        kind: 'shop_delivery',
        due_at: sim.clock.now() + delay + late + turn,
        shop_id: shopId,
        webhook_id: hook.id,
        topic,
        resource_id: resourceId,
      })
    }
  }
}
