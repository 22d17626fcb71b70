/** What is known of the events of one account. */
export type EventTraffic = {
  readonly are_webhooks_active: boolean
  readonly connected_at: Date
  readonly last_event_at: Date | null
  /** When a sweep last found a change that no event had told us of. */
  readonly last_missed_change_at: Date | null
}

/**
 * Whether events seem to be switched off in the ERP, which it does by itself after days of failed deliveries: they should
 * come, none came for `silence_ms`, and in that silence a sweep found something that one should have told. A quiet shop is
 * no alarm.
 */
export function isWebhookSilent(traffic: EventTraffic, silence_ms: number, now: Date): boolean {
  const heard_at = traffic.last_event_at ?? traffic.connected_at
  const isQuiet = now.getTime() - heard_at.getTime() >= silence_ms
  const missed_at = traffic.last_missed_change_at
  const hasMissed = missed_at !== null && missed_at.getTime() > heard_at.getTime()
  return traffic.are_webhooks_active && isQuiet && hasMissed
}
