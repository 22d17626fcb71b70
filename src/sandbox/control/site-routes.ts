import type { Control } from './control.ts'
import type { ControlRequest, ControlRoute } from './control-routes.ts'

const SITE = '/sites/:site_id'

/** Every body is checked where it is used, by the operation's own schema; here it is only handed on. */
type Body = never

/** Shops written by hand, and what their customers do. */
export function siteRoutes(control: Control): ControlRoute[] {
  return [
    { method: 'POST', path: '/sites', run: ({ body }) => control.addSite(body as Body) },
    { method: 'GET', path: '/sites', run: () => ({ items: control.sites() }) },
    {
      method: 'PATCH',
      path: SITE,
      run: ({ params, body }) => {
        control.patchSite(siteId(params), body as Body)
      },
    },
    { method: 'GET', path: `${SITE}/state`, run: ({ params }) => control.siteState(siteId(params)) },
    { method: 'POST', path: `${SITE}/read`, run: ({ params }) => control.readSite(siteId(params)) },
    {
      method: 'POST',
      path: `${SITE}/orders`,
      run: ({ params, body }) => control.addSiteOrder(siteId(params), body as Body),
    },
    {
      method: 'PATCH',
      path: `${SITE}/orders/:reference`,
      run: ({ params, body }) =>
        control.patchSiteOrder(siteId(params), params['reference'] ?? '', body as Body),
    },
  ]
}

function siteId(params: ControlRequest['params']): string {
  return params['site_id'] ?? ''
}
