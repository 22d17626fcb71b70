import cookie from '@fastify/cookie'
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { fieldMessage } from '../../contract/field-messages.ts'
import type { Authenticate } from '../auth/principal.ts'
import { newId } from '../kernel/ids.ts'
import type { Logger } from '../kernel/logger.ts'
import { installAccess } from './access.ts'
import { installCompression } from './compression.ts'
import { installOpenApi } from './openapi.ts'
import { answerUnreadableAddress, installProblems } from './problem.ts'
import { installRequestGuard } from './request-guard.ts'
import { securityHeaders } from './security-headers.ts'
import { installWebApp } from './static.ts'

/** The web server: strict headers, small bodies, problem answers, deny by default. Features are registered by the composition root. */
export type Http = FastifyInstance

const BODY_LIMIT_BYTES = 1_048_576
const HEADERS_LIMIT_BYTES = 16_384
const CLOSE_IDLE_EVERY_MS = 20

/** Makes the server without listening. `trustedProxies` is how many hops before us may name the client's address. */
export async function createHttp(options: {
  logger: Logger
  authenticate: Authenticate
  trustedProxies: number
}): Promise<Http> {
  z.config({ localeError: fieldMessage })
  const app = fastify({
    loggerInstance: options.logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    http: { maxHeaderSize: HEADERS_LIMIT_BYTES },
    requestTimeout: 30_000,
    trustProxy: (_address: string, hop: number) => hop < options.trustedProxies,
    genReqId: () => newId(),
    // A logger of its own for every request costs more than most requests; whoever logs names the request.
    childLoggerFactory: (logger) => logger,
    routerOptions: { maxParamLength: 200 },
    return503OnClosing: true,
    frameworkErrors: answerUnreadableAddress,
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  installProblems(app)
  const headers = securityHeaders()
  app.addHook('onRequest', async (_request, reply) => void reply.headers(headers))
  installRequestGuard(app)
  await app.register(cookie)
  await installCompression(app)
  installAccess(app, options.authenticate)
  await installOpenApi(app)
  await installWebApp(app)
  app.addHook('preClose', async () => leaveNoConnectionOpen(app.server))
  return app
}

/**
 * While the server closes, what was begun is answered, and then its connection ends too: clients keep theirs open for the next
 * request, and one that nobody uses any more would keep the server from closing until it times out.
 */
function leaveNoConnectionOpen(server: Http['server']): void {
  if (!server.listening) return
  const timer = setInterval(() => server.closeIdleConnections(), CLOSE_IDLE_EVERY_MS)
  server.once('close', () => clearInterval(timer))
}
