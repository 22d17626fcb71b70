import { ShoppingBag } from 'lucide-react'
import { Link, useSearchParams } from 'react-router'
import { Button, buttonClass } from '../../components/button.tsx'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { Paged } from '../../components/paged.tsx'
import { PrintButton } from '../../components/print-button.tsx'
import { Empty } from '../../components/states.tsx'
import { When } from '../../components/when.tsx'
import { moneyText } from '../../lib/format.ts'
import { type OrderRow, orders } from '../../lib/order-calls.ts'
import { useSiteNames } from '../../lib/places.ts'
import { useIsPhone } from '../../lib/use-media.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { BacklogLine } from './backlog-line.tsx'
import { StatusBadge, StepBadges } from './order-badges.tsx'
import { isFiltered, queryOf } from './order-filter.ts'
import { OrderFilters } from './order-filters.tsx'
import { OrderSheet } from './order-sheet.tsx'
import { orderWords } from './order-words.ts'

/** The orders of all sites, newest first; each opens with its whole story. The open one is in the address, so that it can be sent. */
export function OrderList() {
  const { can } = useSession()
  const [params, setParams] = useSearchParams()
  const siteName = useSiteNames()
  const isPhone = useIsPhone()
  const query = queryOf(params, new Date())
  const open = params.get('pedido')
  const texts = m.orders
  const change = (next: URLSearchParams) => setParams(next, { replace: true })
  const show = (id: string | null) => {
    const next = new URLSearchParams(params)
    if (id === null) next.delete('pedido')
    else next.set('pedido', id)
    change(next)
  }
  const columns = orderColumns(siteName)
  const list = {
    queryKey: ['orders', 'list', query],
    page: (cursor: string | undefined, limit = 50) => orders.list({ ...query, cursor, limit }),
  }
  const clear = () => change(new URLSearchParams())
  return (
    <>
      <PrintButton
        title={texts.title}
        filters={() => orderWords(params, siteName)}
        columns={columns}
        keyOf={(row) => row.id}
        source={list}
      />
      <BacklogLine onNeedsYou={() => change(new URLSearchParams({ andamento: 'pessoa' }))} />
      <OrderFilters params={params} onChange={change} />
      <Paged
        {...list}
        empty={
          isFiltered(query) ? (
            <Empty title={texts.nothing} action={<Button onClick={clear}>{m.stock.clearFilters}</Button>}>
              {m.stock.nothingText}
            </Empty>
          ) : (
            <Empty
              icon={<ShoppingBag size={36} className="text-accent" aria-hidden="true" />}
              title={texts.emptyTitle}
              action={
                can('sync.read') && (
                  <Link to="/sites" className={buttonClass('main')}>
                    {texts.emptyAction}
                  </Link>
                )
              }
            >
              {texts.emptyText}
            </Empty>
          )
        }
      >
        {(items) =>
          isPhone ? (
            <PhoneList items={items} siteName={siteName} onOpen={show} />
          ) : (
            <DataTable<OrderRow>
              caption={texts.title}
              rows={items}
              keyOf={(row) => row.id}
              onOpen={(row) => show(row.id)}
              columns={columns}
            />
          )
        }
      </Paged>
      {open !== null && <OrderSheet key={open} id={open} onClose={() => show(null)} />}
    </>
  )
}

function orderColumns(siteName: (site_id: string) => string): readonly Column<OrderRow>[] {
  const texts = m.orders
  return [
    { name: texts.columns.order, cell: NameCell },
    { name: texts.columns.site, cell: (row) => siteName(row.site_id) },
    { name: texts.columns.placed, cell: (row) => <When at={row.placed_at} /> },
    { name: texts.columns.status, cell: (row) => <StatusBadge order={row} /> },
    { name: texts.columns.bling, cell: (row) => <StepBadges order={row} /> },
    {
      name: texts.columns.total,
      isNumber: true,
      cell: (row) => <span className="font-semibold">{moneyText(row.total_cents)}</span>,
    },
  ]
}

function NameCell({ number, customer_name }: OrderRow) {
  return (
    <>
      <span className="block">{m.orders.number(number)}</span>
      <span className="block text-note font-normal text-soft">{customer_name ?? m.orders.buyerUnknown}</span>
    </>
  )
}

/** On a phone: who and how much in one line, where it stands in the next. */
function PhoneList({
  items,
  siteName,
  onOpen,
}: {
  readonly items: readonly OrderRow[]
  readonly siteName: (site_id: string) => string
  readonly onOpen: (id: string) => void
}) {
  return (
    <ul className="divide-y divide-line rounded-card border border-line bg-surface">
      {items.map((row) => (
        <li key={row.id}>
          <button
            type="button"
            onClick={() => onOpen(row.id)}
            className="flex w-full flex-col gap-1.5 px-4 py-3 text-left active:bg-sunken"
          >
            <span className="flex w-full items-baseline gap-3">
              <span className="min-w-0 flex-1">
                <span className="block font-semibold">{m.orders.number(row.number)}</span>
                <span className="block truncate text-note text-soft">
                  {row.customer_name ?? m.orders.buyerUnknown} · {siteName(row.site_id)}
                </span>
              </span>
              <span className="shrink-0 text-right">
                <span className="block font-semibold">{moneyText(row.total_cents)}</span>
                <When at={row.placed_at} className="block text-note text-soft" />
              </span>
            </span>
            <span className="flex flex-wrap gap-1">
              <StatusBadge order={row} />
              <StepBadges order={row} isAlone />
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
