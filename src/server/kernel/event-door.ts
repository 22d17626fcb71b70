import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from './app-error.ts'
import type { Logger } from './logger.ts'

/** Has the routes of this scope get their bodies as the bytes that came, whatever they say to be. */
export function takeRawBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
}

/** The bytes of a body; none when there is none. */
export function rawBodyOf(request: FastifyRequest): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
}

/** Whatever keeps an event from being stored is answered so that its sender tries again. */
export async function storingEvent(logger: Logger, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (error instanceof AppError) throw error
    logger.error({ err: error }, 'an event could not be taken')
    throw new AppError('OVERLOADED', { retry_after_seconds: 5 })
  }
}
