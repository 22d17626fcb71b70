import type { FastifyInstance, FastifyRequest } from 'fastify'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { AppError } from '../kernel/app-error.ts'

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])
const FORWARDED = ['forwarded', 'via', 'x-forwarded-for', 'x-real-ip']

/** Liveness, readiness and Prometheus metrics. Metrics are for this machine only: they say how busy a company is. */
export function installHealth(
  app: FastifyInstance,
  deps: { isReady: () => Promise<boolean>; queueDepth: () => number; defaultMetrics: boolean },
): void {
  const registry = new Registry()
  if (deps.defaultMetrics) collectDefaultMetrics({ register: registry })
  new Gauge({
    name: 'estoqueuni_stock_commands_waiting',
    help: 'Stock commands that wait or run',
    registers: [registry],
    collect() {
      this.set(deps.queueDepth())
    },
  })
  const durations = new Histogram({
    name: 'estoqueuni_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  })
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown'
    durations.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
    done()
  })

  const open = { config: { access: 'public' as const }, schema: { hide: true } }
  app.get('/health', open, async () => ({ status: 'ok' }))
  app.get('/ready', open, async (_request, reply) => {
    const ready = await deps.isReady()
    return reply.status(ready ? 200 : 503).send({ status: ready ? 'ok' : 'starting' })
  })
  app.get('/metrics', open, async (request, reply) => {
    if (!isFromHere(request)) throw new AppError('NOT_FOUND')
    return reply.header('content-type', registry.contentType).send(await registry.metrics())
  })
}

/** A proxy on this machine passes on what comes from elsewhere, and says so. */
function isFromHere({ socket, headers }: FastifyRequest): boolean {
  return LOOPBACK.has(socket.remoteAddress ?? '') && FORWARDED.every((name) => headers[name] === undefined)
}
