import { useQuery } from '@tanstack/react-query'
import { CircleCheck, ShieldCheck, TriangleAlert } from 'lucide-react'
import { type ReactNode, useDeferredValue } from 'react'
import { Link } from 'react-router'
import type { Got } from '../../../client/api-types.ts'
import type { dashboard } from '../../../contract/insight.ts'
import { stockoutStatus } from '../../../domain/stock/status.ts'
import { FigureGrid } from '../../components/figure-grid.tsx'
import { Card } from '../../components/page.tsx'
import { Failure, Skeleton, SkeletonText } from '../../components/states.tsx'
import { api } from '../../lib/api.ts'
import { dateText } from '../../lib/dates.ts'
import { countText, moneyText, rateText } from '../../lib/format.ts'
import { stockFigures } from '../../lib/stock-figures.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { DailyChart, DailyChartToCome } from './daily-chart.tsx'
import { SyncHealth, useSyncStatus } from './sync-health.tsx'
import { WeekdayChart } from './weekday-chart.tsx'

type Board = Got<typeof dashboard>

/** How a branch stands: today, what ends first, what to buy, and whether the book is proved. */
export function Panel({ branch_id }: { readonly branch_id: string | undefined }) {
  const board = useQuery({
    queryKey: ['dashboard', branch_id],
    queryFn: () => api.inventory.dashboard({ branch_id }),
  })
  // The numbers are drawn in small pieces when they come first, so that an old phone hears a tap between them.
  const isThere = useDeferredValue(board.data !== undefined)
  if (board.isLoadingError) {
    return <Failure error={board.error} onRetry={() => void board.refetch()} />
  }
  return <Facts board={isThere ? board.data : undefined} />
}

/** The panel; while `board` is on its way all words stand already and only the numbers are missing, so that nothing moves later. */
function Facts({ board }: { readonly board: Board | undefined }) {
  const { settings } = useSession()
  const isSyncKnown = useSyncStatus().isLoading === false
  const today = [
    { name: m.panel.soldToday, value: board && moneyText(board.sold_today.amount_cents) },
    { name: m.panel.velocity, value: board && rateText(board.velocity_per_day) },
    {
      name: m.panel.muntuToday(settings.muntu_label),
      value: board && m.panel.muntu(board.muntu_today.packs, board.muntu_today.units),
    },
  ]
  return (
    <>
      {board === undefined && <span role="status" aria-label={m.states.loading} className="sr-only" />}
      <FigureGrid figures={stockFigures(board)} />
      <Divergences count={board?.divergences_open} />
      <dl className="grid gap-x-8 gap-y-1 rounded-card bg-accent-tint px-4 py-3 sm:grid-cols-3">
        {today.map(({ name, value }) => (
          <div key={name} className="flex items-baseline justify-between gap-3 sm:flex-col-reverse sm:gap-0">
            <dt className="text-note text-soft">{name}</dt>
            <dd className="text-lead font-bold">{value ?? <SkeletonText length={6} />}</dd>
          </div>
        ))}
      </dl>
      <div className="grid gap-4 xl:grid-cols-[2fr_1fr]">
        <Card className="p-4">
          <h2 className="text-lead font-semibold">{m.panel.daily}</h2>
          <p className="mb-2 text-note text-soft">{m.panel.dailyNote}</p>
          {board === undefined ? <DailyChartToCome /> : <DailyChart days={board.daily} />}
        </Card>
        <Card className="p-4">
          <h2 className="text-lead font-semibold">{m.panel.weekdays}</h2>
          <p className="mb-3 text-note text-soft">{m.panel.weekdaysNote}</p>
          <WeekdayChart days={board?.daily} />
        </Card>
      </div>
      {board === undefined || !isSyncKnown ? (
        <Skeleton className="h-96 rounded-card" />
      ) : (
        <Rest board={board} />
      )}
    </>
  )
}

/** What is below the charts; how high each part is depends on what it says, so that it comes as one. */
function Rest({ board }: { readonly board: Board }) {
  return (
    <>
      <SyncHealth />
      <div className="grid gap-4 lg:grid-cols-2">
        <Ahead board={board} />
        <Reorder board={board} />
      </div>
      {board.verified !== null && (
        <p className="flex items-center gap-2 text-note text-soft">
          <ShieldCheck size={16} aria-hidden="true" className="text-good" />
          {m.panel.verified(countText(board.verified.up_to_seq), dateText(board.verified.at, new Date()))}
        </p>
      )}
    </>
  )
}

/** Divergences that wait for a person; said also when there are none, for the line has its place. */
function Divergences({ count }: { readonly count: number | undefined }) {
  if (count === undefined) return <Skeleton className="h-13 rounded-card" />
  if (count === 0) {
    return (
      <p className="flex h-13 items-center gap-3 rounded-card border border-line bg-surface px-4 text-soft">
        <CircleCheck size={20} aria-hidden="true" className="shrink-0 text-good" />
        {m.panel.divergencesNone}
      </p>
    )
  }
  return (
    <Link
      to="/divergencias"
      className="flex h-13 items-center gap-3 rounded-card bg-warn-tint px-4 font-medium text-warn"
    >
      <TriangleAlert size={20} aria-hidden="true" className="shrink-0" />
      <span className="min-w-0 flex-1 truncate">{m.panel.divergences(count)}</span>
      <span className="underline">{m.actions.see}</span>
    </Link>
  )
}

const TONES = { critical: 'text-bad', attention: 'text-warn', normal: '', no_consumption: '' } as const

function Ahead({ board }: { readonly board: Board }) {
  return (
    <ListCard title={m.panel.ahead} to="/estoque?ordem=days_until_stockout">
      {board.stockouts_ahead.length === 0 && <p className="text-soft">{m.panel.aheadNone}</p>}
      <ul className="divide-y divide-line">
        {board.stockouts_ahead.map((row) => (
          <Row key={row.product_id} name={row.name} sku={row.sku} id={row.product_id}>
            <span className={`font-semibold ${TONES[stockoutStatus(row.days_until_stockout)]}`}>
              {m.stock.days(row.days_until_stockout)}
            </span>
          </Row>
        ))}
      </ul>
    </ListCard>
  )
}

function Reorder({ board: { reorder } }: { readonly board: Board }) {
  return (
    <ListCard title={m.panel.reorder} to="/estoque?ordem=-suggested_reorder">
      <p className="text-soft">
        {reorder.products === 0 ? m.panel.reorderNone : m.panel.reorderTotal(reorder.products, reorder.units)}
      </p>
      <ul className="divide-y divide-line">
        {reorder.items.map((row) => (
          <Row key={row.product_id} name={row.name} sku={row.sku} id={row.product_id}>
            <span className="font-semibold">{m.stock.reorder(row.suggested_reorder)}</span>
            {row.suggested_reorder_boxes !== null && (
              <span className="text-note text-soft">
                {' '}
                {m.stock.reorderBoxes(row.suggested_reorder_boxes)}
              </span>
            )}
          </Row>
        ))}
      </ul>
    </ListCard>
  )
}

function ListCard({
  title,
  to,
  children,
}: {
  readonly title: string
  readonly to: string
  readonly children: ReactNode
}) {
  return (
    <Card className="p-4">
      <div className="flex items-baseline justify-between gap-3 pb-1">
        <h2 className="text-lead font-semibold">{title}</h2>
        <Link to={to} className="py-2 text-note font-semibold text-accent">
          {m.panel.seeAll}
        </Link>
      </div>
      {children}
    </Card>
  )
}

function Row({
  name,
  sku,
  id,
  children,
}: {
  readonly name: string
  readonly sku: string
  readonly id: string
  readonly children: ReactNode
}) {
  return (
    <li>
      <Link
        to={`/estoque?busca=${encodeURIComponent(sku)}&porque=${id}`}
        className="flex min-h-12 items-center justify-between gap-3 py-1.5 hover:text-accent"
      >
        <span className="min-w-0 truncate">{name}</span>
        <span className="shrink-0 text-right">{children}</span>
      </Link>
    </li>
  )
}
