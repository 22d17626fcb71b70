import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import * as contract from '../../contract/identity.ts'
import { AppError } from '../kernel/app-error.ts'
import { changeOwnPassword } from './change-own-password.ts'
import { firstSetup, isFromThisMachine } from './first-setup.ts'
import type { Identity } from './identity.ts'
import type { Origin } from './logins.ts'
import { principalOf } from './principal.ts'
import { type SignedIn, signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'
import { signToken } from './signed-token.ts'
import { isSameSecret } from './tokens.ts'
import { whoAmI } from './who-am-i.ts'

const SETUP_CODE_HEADER = 'x-setup-code'
const TAGS = { tags: ['identity'] }

/** First setup, entering and leaving, and who one is. */
export function sessionRoutes(identity: Identity): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/setup',
      { config: { access: 'public' }, schema: { ...TAGS, response: { 200: contract.setupState } } },
      async (request) => {
        const isNeeded = await identity.isSetupNeeded()
        return { is_needed: isNeeded, needs_code: isNeeded && !isFromThisMachine(request) }
      },
    )
    app.post(
      '/setup',
      {
        config: { access: 'public' },
        schema: { ...TAGS, body: contract.setup, response: { 201: contract.signedIn } },
      },
      async (request, reply) => {
        if (!(await identity.isSetupNeeded())) throw new AppError('SETUP_DONE')
        await requireSetupRight(identity, request, request.body.setup_code)
        reply.status(201)
        return welcome(identity, reply, await firstSetup(identity, request.body, originOf(request)))
      },
    )
    app.post(
      '/auth/sign-in',
      {
        config: { access: 'public' },
        schema: { ...TAGS, body: contract.signIn, response: { 200: contract.signedIn } },
      },
      async (request, reply) =>
        welcome(identity, reply, await signIn(identity, request.body, originOf(request))),
    )
    app.post(
      '/auth/sign-out',
      { config: { access: 'self' }, schema: { ...TAGS, response: { 204: z.null() } } },
      async (request, reply) => {
        await signOut(identity, principalOf(request), request.ip)
        identity.cookie.forget(reply)
        return reply.status(204).send(null)
      },
    )
    app.post(
      '/auth/jwt',
      { config: { access: 'self' }, schema: { ...TAGS, response: { 200: contract.signedJwt } } },
      async (request, reply) => {
        const token = await signToken(identity.library, principalOf(request))
        reply.header('cache-control', 'no-store')
        return { jwt: token.jwt, expires_at: token.expires_at.toISOString() }
      },
    )
    app.post(
      '/auth/password',
      {
        config: { access: 'self' },
        schema: { ...TAGS, body: contract.passwordChange, response: { 204: z.null() } },
      },
      async (request, reply) => {
        await changeOwnPassword(identity, principalOf(request), request.body, request.ip)
        return reply.status(204).send(null)
      },
    )
    app.get(
      '/me',
      { config: { access: 'self' }, schema: { ...TAGS, response: { 200: contract.me } } },
      async (request) => whoAmI(identity, principalOf(request)),
    )
  }
}

/** Where a request came from. */
export function originOf(request: FastifyRequest): Origin {
  return { ip: request.ip, user_agent: request.headers['user-agent'] }
}

/** Answers a new session: the token in the body for apps, in a cookie for browsers. */
export function welcome(
  identity: Identity,
  reply: FastifyReply,
  opened: SignedIn,
): z.infer<typeof contract.signedIn> {
  identity.cookie.keep(reply, opened.token, opened.expires_at)
  reply.header('cache-control', 'no-store')
  return { ...opened, expires_at: opened.expires_at.toISOString() }
}

/** The first owner is made on this machine, or by who reads the code it shows. Guessing is slowed like a password's. */
async function requireSetupRight(
  identity: Identity,
  request: FastifyRequest,
  inBody: string | undefined,
): Promise<void> {
  if (isFromThisMachine(request)) return
  const header = request.headers[SETUP_CODE_HEADER]
  const given = inBody ?? (typeof header === 'string' ? header : undefined)
  if (given === undefined) throw new AppError('SETUP_CODE_REQUIRED')
  await identity.attempts.guard({ account: 'setup', ip: request.ip }, async () => {
    if (!isSameSecret(given, identity.setupCode)) throw new AppError('SETUP_CODE_REQUIRED')
  })
}
