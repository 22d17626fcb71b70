import type { FastifyRequest } from 'fastify'
import { repeatableWriteOf } from '../auth/repeatable-write.ts'
import type { CatalogWrite } from './catalog-deps.ts'

/** Who writes to the catalogue, from where, and under which key. */
export function catalogWriteOf(request: FastifyRequest): CatalogWrite {
  return repeatableWriteOf(request)
}
