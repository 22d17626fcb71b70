import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { id } from '../../contract/common.ts'
import {
  inventoryItem,
  inventoryItemQuery,
  inventoryPage,
  inventoryQuery,
  pastLevel,
} from '../../contract/inventory.ts'
import { bottlesOnHand, quantityOnHand } from '../../domain/stock/level.ts'
import { principalOf, requireBranch } from '../auth/principal.ts'
import type { Database, Tx } from '../db/database.ts'
import { AppError } from '../kernel/app-error.ts'
import type { LevelKey } from './batch/command.ts'
import { inventoryItemAt } from './inventory-item.queries.ts'
import { listInventory } from './inventory-list.queries.ts'
import { pastLevels } from './past-levels.queries.ts'
import { branchScope, readSnapshot } from './read-snapshot.queries.ts'

/** What there is: all of it in any order, one item, and one item as it was. */
export const inventoryRoutes =
  (deps: { readonly database: Database }): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/inventory',
      {
        config: { access: 'stock.read' },
        schema: { tags: ['stock'], querystring: inventoryQuery, response: { 200: inventoryPage } },
      },
      async (request) => {
        const principal = principalOf(request)
        const branches = branchScope(principal, request.query.branch_id)
        return readSnapshot(deps.database, principal, (tx) => listInventory(tx, request.query, branches))
      },
    )
    app.get(
      '/inventory/:product_id',
      {
        config: { access: 'stock.read' },
        schema: {
          tags: ['stock'],
          params: z.object({ product_id: id }),
          querystring: inventoryItemQuery,
          response: { 200: z.union([pastLevel, inventoryItem]) },
        },
      },
      async (request) => {
        const principal = principalOf(request)
        const { branch_id, as_of } = request.query
        requireBranch(principal, branch_id)
        const key = { branch_id, product_id: request.params.product_id }
        const found = await readSnapshot<z.input<typeof inventoryItem | typeof pastLevel> | null>(
          deps.database,
          principal,
          (tx) => (as_of === undefined ? inventoryItemAt(tx, key) : levelAsOf(tx, key, new Date(as_of))),
        )
        if (found === null) throw new AppError('NOT_FOUND', key)
        return found
      },
    )
  }

async function levelAsOf(tx: Tx, key: LevelKey, instant: Date): Promise<z.input<typeof pastLevel> | null> {
  const { levels, seq } = await pastLevels(tx, key.branch_id, [key.product_id], { instant })
  const level = levels.get(key.product_id)
  if (level === undefined) return null
  const { closed_boxes, open_box_units, open_bottle_doses } = level
  return {
    ...key,
    as_of: instant.toISOString(),
    qty_units: quantityOnHand(level),
    total_bottles: bottlesOnHand(level),
    closed_boxes,
    open_box_units,
    open_bottle_doses,
    seq,
  }
}
