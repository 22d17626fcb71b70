import * as z from 'zod'

/** Leaves the outbox when there is something to tell a site written by hand. */
export const siteNews = { name: 'sites.news', payload: z.object({ site_id: z.uuid() }) }
