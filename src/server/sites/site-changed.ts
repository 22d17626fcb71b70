import * as z from 'zod'

/** Leaves the outbox whenever a site begins to take part, or does not any more. */
export const siteStateChanged = {
  name: 'sites.state_changed',
  payload: z.object({ site_id: z.uuid() }),
}
