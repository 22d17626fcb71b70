import { type DemandLine, demandKey, isLive } from '../../../domain/sync/demand-line.ts'
import type { Tx } from '../../db/database.ts'
import { lockLines } from './demand.store.ts'
import { type SkuFacts, withParts } from './facts.ts'

/**
 * The SKUs whose demand lines are not any more what the decision was made from, and the kits of whose parts somebody asks for more or less by
 * now. All these lines are locked until the transaction ends.
 */
export async function overtakenSkus(tx: Tx, skus: readonly SkuFacts[]): Promise<ReadonlySet<string>> {
  const names = skus.flatMap(withParts).map(({ sku }) => sku)
  const now = Map.groupBy(await lockLines(tx, [...new Set(names)]), (line) => line.sku)
  const isChanged = ({ sku, lines }: SkuFacts) => JSON.stringify(now.get(sku) ?? []) !== JSON.stringify(lines)
  const isAskedAnew = ({ sku, lines }: SkuFacts) => {
    const known = new Set(lines.map(askedText))
    return (now.get(sku) ?? []).some((line) => isLive(line) && !known.has(askedText(line)))
  }
  const isOvertaken = (sku: SkuFacts) =>
    isChanged(sku) || sku.parts.some(({ facts }) => facts !== null && isAskedAnew(facts))
  return new Set(skus.filter(isOvertaken).map(({ sku }) => sku))
}

/** What an order asks for, whatever a look at its SKU found out of the line meanwhile. */
function askedText(line: DemandLine): string {
  const { quantity, phase, ignored_by, is_replaced, carrier_id } = line
  return JSON.stringify([demandKey(line), quantity, phase, ignored_by, is_replaced, carrier_id])
}
