import compress from '@fastify/compress'
import type { FastifyInstance } from 'fastify'

/** Shorter answers are one packet either way. */
const SHORTEST_BYTES = 1_400
const READS: ReadonlySet<string> = new Set(['GET', 'HEAD'])

/**
 * Answers what is read in small: a page of the stock list is a tenth of its size, which a phone in a bar waits for. Writes are answered
 * as they are, for their answers are short, many, and hold secrets that are shown once; events and files that lie compressed are left
 * alone, and nothing that comes in is unpacked.
 */
export async function installCompression(app: FastifyInstance): Promise<void> {
  app.addHook('onRoute', (route) => {
    if (![route.method].flat().every((method) => READS.has(method))) route.compress = false
  })
  await app.register(compress, {
    encodings: ['br', 'gzip'],
    threshold: SHORTEST_BYTES,
    globalDecompression: false,
  })
}
