import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { Button, buttonClass } from '../../components/button.tsx'
import { StockGlyph } from '../../components/glyphs/stock-glyph.tsx'
import { stockText } from '../../components/glyphs/stock-text.ts'
import { MovementLine } from '../../components/movement-line.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Failure, SkeletonRows } from '../../components/states.tsx'
import { api } from '../../lib/api.ts'
import { countText } from '../../lib/format.ts'
import { type InventoryItem, levelOf } from '../../lib/level-of.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'

/** "De onde vem este número?": the movements that make a level, newest first, down to where they start from. */
export function WhyPanel({
  product_id,
  branch_id,
  onClose,
}: {
  readonly product_id: string
  readonly branch_id: string
  readonly onClose: () => void
}) {
  const item = useQuery({
    queryKey: ['inventory', 'one', branch_id, product_id],
    queryFn: () => api.inventory.one(product_id, branch_id),
  })
  return (
    <Sheet title={m.stock.why.title} note={item.data?.product.name} isOpen onClose={onClose} side="right">
      {item.isPending && <SkeletonRows rows={5} />}
      {item.isError && <Failure error={item.error} onRetry={() => void item.refetch()} />}
      {item.data !== undefined && <Facts item={item.data} />}
    </Sheet>
  )
}

function Facts({ item }: { readonly item: InventoryItem }) {
  const { can } = useSession()
  const level = levelOf(item)
  const movements = useInfiniteQuery({
    queryKey: ['inventory', 'why', item.branch_id, item.product_id, item.last_seq],
    queryFn: ({ pageParam }) =>
      api.inventory.getMovements({
        product_id: item.product_id,
        branch_id: item.branch_id,
        limit: 30,
        cursor: pageParam,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  })
  const shown = movements.data?.pages.flatMap((page) => page.items) ?? []
  const oldest = shown.at(-1)
  return (
    <div className="flex flex-col gap-4">
      <div className="flex items-center gap-4 rounded-card bg-sunken p-4">
        <span className="text-figure font-bold">{countText(item.total_bottles)}</span>
        <div className="min-w-0 flex-1">
          <StockGlyph level={level} className="h-8" />
          <p className="text-note text-soft">{stockText(level)}</p>
        </div>
      </div>
      {movements.isPending && <SkeletonRows rows={5} className="h-12" />}
      {movements.isError && <Failure error={movements.error} onRetry={() => void movements.refetch()} />}
      {movements.isSuccess && (
        <p className="text-text text-soft">
          {oldest === undefined
            ? m.stock.why.none
            : movements.hasNextPage
              ? m.stock.why.sum(shown.length, countText(oldest.quantity_before))
              : m.stock.why.fromZero}
        </p>
      )}
      <ol className="flex flex-col divide-y divide-line">
        {shown.map((movement) => (
          <li key={movement.id} className="py-2.5">
            <MovementLine movement={movement} />
          </li>
        ))}
      </ol>
      {can('sync.read') && (
        <Link to={`/por-que?sku=${encodeURIComponent(item.product.sku)}`} className={buttonClass()}>
          {m.why.stockLink}
        </Link>
      )}
      {movements.hasNextPage && (
        <Button onClick={() => void movements.fetchNextPage()} disabled={movements.isFetchingNextPage}>
          {m.stock.why.older}
        </Button>
      )}
    </div>
  )
}
