import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Receipt } from 'lucide-react'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { Got } from '../../../client/api-types.ts'
import type { sale } from '../../../contract/sales.ts'
import { Button, buttonClass } from '../../components/button.tsx'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { Paged } from '../../components/paged.tsx'
import { PrintButton } from '../../components/print-button.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Empty, Refused } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { When } from '../../components/when.tsx'
import { api } from '../../lib/api.ts'
import { countText, moneyText } from '../../lib/format.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'

type Sale = Got<typeof sale>

/** The sales of a branch; each opens with its lines and can be taken back. */
export function SaleList({ branch_id }: { readonly branch_id: string | undefined }) {
  const { branch } = useSession()
  const [params, setParams] = useSearchParams()
  const [open, setOpen] = useState<Sale | null>(null)
  const { can } = useSession()
  const texts = m.till.sales
  const sale_id = params.get('venda')
  const list = {
    queryKey: ['sales', branch_id],
    page: (cursor: string | undefined, limit = 50) => api.sales.list({ branch_id, cursor, limit }),
  }
  return (
    <>
      <PrintButton<Sale>
        title={texts.title}
        about={branch?.name}
        columns={saleColumns()}
        keyOf={(row) => row.id}
        source={list}
      />
      {sale_id !== null && (
        <OneSale id={sale_id} at={params.get('em') ?? ''} onClose={() => setParams({}, { replace: true })} />
      )}
      <Paged
        {...list}
        empty={
          <Empty
            icon={<Receipt size={36} className="text-accent" aria-hidden="true" />}
            title={texts.emptyTitle}
            action={
              can('stock.sell') && (
                <Link to="/vender" className={buttonClass('main')}>
                  {m.nav.vender}
                </Link>
              )
            }
          >
            {texts.emptyText}
          </Empty>
        }
      >
        {(items) => (
          <DataTable<Sale>
            caption={texts.title}
            rows={items}
            keyOf={(row) => row.id}
            onOpen={setOpen}
            columns={saleColumns()}
          />
        )}
      </Paged>
      {open !== null && <SaleSheet sale={open} onClose={() => setOpen(null)} />}
    </>
  )
}

function saleColumns(): readonly Column<Sale>[] {
  const texts = m.till.sales
  return [
    { name: texts.title, cell: (row) => m.till.receiptNumber(row.number) },
    { name: m.movements.columns.at, cell: (row) => <When at={row.occurred_at} /> },
    {
      name: m.till.payment,
      cell: (row) => (row.payment_method === null ? null : m.till.payments[row.payment_method]),
    },
    { name: m.movements.columns.responsible, cell: (row) => row.responsible_name },
    {
      name: m.stock.columns.status,
      cell: (row) => (row.status === 'cancelled' ? texts.cancelled : texts.completed),
    },
    {
      name: m.till.total,
      isNumber: true,
      cell: (row) => (
        <span className={`font-semibold ${row.status === 'cancelled' ? 'line-through' : ''}`}>
          {moneyText(row.total_cents)}
        </span>
      ),
    },
  ]
}

/** The sale that an address names; what it names and nobody finds is not shown. */
function OneSale({
  id,
  at,
  onClose,
}: {
  readonly id: string
  readonly at: string
  readonly onClose: () => void
}) {
  const sale = useQuery({
    queryKey: ['sales', 'one', id],
    queryFn: async () => {
      const from = new Date(at)
      const to = new Date(from.getTime() + 1)
      const { items } = await api.sales.list({ from: from.toISOString(), to: to.toISOString(), limit: 200 })
      return items.find((one) => one.id === id) ?? null
    },
    enabled: !Number.isNaN(Date.parse(at)),
  })
  return sale.data === undefined || sale.data === null ? null : (
    <SaleSheet sale={sale.data} onClose={onClose} />
  )
}

function SaleSheet({ sale, onClose }: { readonly sale: Sale; readonly onClose: () => void }) {
  const client = useQueryClient()
  const { can } = useSession()
  const key = useCommandKey(sale.id)
  const cancelling = useMutation({
    mutationFn: () => api.sales.cancel(sale.id, { idempotency_key: key }),
    onSuccess: async () => {
      toast(m.till.undone(sale.number))
      onClose()
      await client.invalidateQueries()
    },
  })
  return (
    <Sheet
      title={m.till.receiptNumber(sale.number)}
      note={<When at={sale.occurred_at} />}
      isOpen
      onClose={onClose}
    >
      <ul className="divide-y divide-line">
        {sale.lines.map((line) => (
          <li key={`${line.product_id} ${line.sold_as}`} className="flex gap-3 py-2.5">
            <span className="w-10 shrink-0 font-semibold">{countText(line.quantity)}</span>
            <span className="min-w-0 flex-1">
              {line.product_name}
              <span className="block text-note text-soft">
                {m.till.kinds[line.sold_as]}
                {line.note !== null && ` · ${line.note}`}
              </span>
            </span>
            <span>{line.amount_cents === null ? m.till.noPrice : moneyText(line.amount_cents)}</span>
          </li>
        ))}
      </ul>
      <p className="flex justify-between border-line border-t py-3 text-lead font-bold">
        {m.till.total} <span>{moneyText(sale.total_cents)}</span>
      </p>
      <Refused error={cancelling.error} />
      {sale.status === 'completed' && can('stock.cancel') && (
        <div className="flex flex-col gap-2 pt-2">
          <p className="text-note text-soft">{m.till.sales.cancelNote}</p>
          <Button look="danger" disabled={cancelling.isPending} onClick={() => cancelling.mutate()}>
            {m.till.sales.cancel}
          </Button>
        </div>
      )}
    </Sheet>
  )
}
