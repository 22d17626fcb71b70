import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { id } from '../../contract/common.ts'
import * as contract from '../../contract/identity.ts'
import type { Identity } from './identity.ts'
import { invitations } from './invitations.store.ts'
import { acceptInvite, cancelInvite, invite } from './invitations.ts'
import { people } from './memberships.store.ts'
import { pageById } from './page.ts'
import { addPerson, changePerson } from './people.ts'
import { principalOf } from './principal.ts'
import { originOf, welcome } from './session.routes.ts'

const TAGS = { tags: ['identity'] }
const MANAGE = { access: 'people.manage' } as const
const byId = z.object({ id })

/** People of the company and invitations to it. */
export function peopleRoutes(identity: Identity): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/users',
      {
        config: MANAGE,
        schema: { ...TAGS, querystring: contract.peopleQuery, response: { 200: contract.userPage } },
      },
      async (request) => {
        const { tenant_id } = principalOf(request)
        const rows = await identity.db.tenant(tenant_id, (tx) => people(tx, request.query))
        return pageById(rows, request.query.limit)
      },
    )
    app.post(
      '/users',
      { config: MANAGE, schema: { ...TAGS, body: contract.newUser, response: { 201: contract.user } } },
      async (request, reply) => {
        reply.status(201)
        return addPerson(identity, principalOf(request), request.body, request.ip)
      },
    )
    app.patch(
      '/users/:id',
      {
        config: MANAGE,
        schema: { ...TAGS, params: byId, body: contract.userChange, response: { 200: contract.user } },
      },
      async (request) => {
        const change = { ...request.body, id: request.params.id }
        return changePerson(identity, principalOf(request), change, request.ip)
      },
    )
    app.get(
      '/invitations',
      {
        config: MANAGE,
        schema: { ...TAGS, querystring: contract.peopleQuery, response: { 200: contract.invitationPage } },
      },
      async (request) => {
        const { tenant_id } = principalOf(request)
        const rows = await identity.db.tenant(tenant_id, (tx) => invitations(tx, request.query))
        return pageById(rows, request.query.limit)
      },
    )
    app.post(
      '/invitations',
      {
        config: MANAGE,
        schema: { ...TAGS, body: contract.newInvitation, response: { 201: contract.madeInvitation } },
      },
      async (request, reply) => {
        const address = identity.appUrl ?? `${request.protocol}://${request.host}`
        reply.status(201).header('cache-control', 'no-store')
        return invite(identity, principalOf(request), request.body, { ip: request.ip, address })
      },
    )
    app.delete(
      '/invitations/:id',
      { config: MANAGE, schema: { ...TAGS, params: byId, response: { 204: z.null() } } },
      async (request, reply) => {
        await cancelInvite(identity, principalOf(request), request.params.id, request.ip)
        return reply.status(204).send(null)
      },
    )
    app.post(
      '/invitations/accept',
      {
        config: { access: 'public' },
        schema: { ...TAGS, body: contract.acceptInvitation, response: { 201: contract.signedIn } },
      },
      async (request, reply) => {
        reply.status(201)
        return welcome(identity, reply, await acceptInvite(identity, request.body, originOf(request)))
      },
    )
  }
}
