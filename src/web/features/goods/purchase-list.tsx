import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Truck } from 'lucide-react'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import type { Got } from '../../../client/api-types.ts'
import { everyItem } from '../../../client/estoqueuni-client.ts'
import type { purchase } from '../../../contract/purchases.ts'
import { Button } from '../../components/button.tsx'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { Paged } from '../../components/paged.tsx'
import { PrintButton } from '../../components/print-button.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Empty, Refused } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { When } from '../../components/when.tsx'
import { api } from '../../lib/api.ts'
import { moneyText } from '../../lib/format.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { CancelPurchase } from './cancel-purchase.tsx'
import { PurchaseForm } from './purchase-form.tsx'

type Purchase = Got<typeof purchase>

/** The purchases of the present branch; those on their way are received here. */
export function PurchaseList() {
  const { branch, can } = useSession()
  const [open, setOpen] = useState<Purchase | 'new' | null>(null)
  const [params, setParams] = useSearchParams()
  const named = usePurchase(params.get('compra'))
  const texts = m.catalog.purchases
  const add = can('stock.purchase') && (
    <Button look="main" className="self-start" onClick={() => setOpen('new')}>
      {texts.new}
    </Button>
  )
  const columns: readonly Column<Purchase>[] = [
    { name: texts.title, cell: (row) => texts.number(row.number) },
    { name: texts.supplier, cell: (row) => row.supplier },
    { name: m.movements.columns.at, cell: (row) => <When at={row.created_at} /> },
    { name: m.stock.columns.status, cell: (row) => texts[row.status] },
    { name: texts.total, isNumber: true, cell: (row) => moneyText(row.total_cents) },
  ]
  const list = {
    queryKey: ['purchases', branch?.id],
    page: (cursor: string | undefined, limit = 50) =>
      api.purchases.list({ branch_id: branch?.id, cursor, limit }),
  }
  return (
    <>
      <PrintButton
        title={texts.title}
        about={branch?.name}
        columns={columns}
        keyOf={(row) => row.id}
        source={list}
      />
      {add}
      <Paged
        {...list}
        empty={
          <Empty
            icon={<Truck size={36} className="text-accent" aria-hidden="true" />}
            title={texts.emptyTitle}
          >
            {texts.emptyText}
          </Empty>
        }
      >
        {(items) => (
          <DataTable<Purchase>
            caption={texts.title}
            rows={items}
            keyOf={(row) => row.id}
            onOpen={setOpen}
            columns={columns}
          />
        )}
      </Paged>
      {named !== null && <PurchaseSheet purchase={named} onClose={() => setParams({}, { replace: true })} />}
      {open === 'new' && branch !== undefined && (
        <PurchaseForm branch_id={branch.id} onClose={() => setOpen(null)} />
      )}
      {open !== null && open !== 'new' && <PurchaseSheet purchase={open} onClose={() => setOpen(null)} />}
    </>
  )
}

/** The purchase that an address names; null while it is looked for and when nobody finds it. */
function usePurchase(id: string | null): Purchase | null {
  const purchase = useQuery({
    queryKey: ['purchases', 'one', id],
    queryFn: async () => {
      for await (const one of everyItem((cursor) => api.purchases.list({ cursor, limit: 200 }))) {
        if (one.id === id) return one
      }
      return null
    },
    enabled: id !== null,
  })
  return id === null ? null : (purchase.data ?? null)
}

function PurchaseSheet({ purchase, onClose }: { readonly purchase: Purchase; readonly onClose: () => void }) {
  const client = useQueryClient()
  const { can } = useSession()
  const texts = m.catalog.purchases
  const key = useCommandKey(purchase.id)
  const receiving = useMutation({
    mutationFn: () => api.purchases.receive(purchase.id, { idempotency_key: key }),
    onSuccess: async () => {
      toast(texts.receivedDone(purchase.number))
      onClose()
      await client.invalidateQueries()
    },
  })
  return (
    <Sheet
      title={texts.number(purchase.number)}
      note={purchase.supplier ?? texts[purchase.status]}
      isOpen
      onClose={onClose}
    >
      <ul className="divide-y divide-line">
        {purchase.lines.map((line) => (
          <li key={`${line.product_id} ${line.batch_number}`} className="flex gap-3 py-2.5">
            <span className="min-w-0 flex-1">
              {line.product_name}
              <span className="block text-note text-soft">
                {[
                  line.boxes > 0 ? m.stock.boxes(line.boxes) : '',
                  line.units > 0 ? m.stock.units(line.units) : '',
                  line.batch_number ?? '',
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </span>
            <span>{line.total_cents === null ? '' : moneyText(line.total_cents)}</span>
          </li>
        ))}
      </ul>
      <p className="flex justify-between border-line border-t py-3 text-lead font-bold">
        {texts.total} <span>{moneyText(purchase.total_cents)}</span>
      </p>
      <Refused error={receiving.error} />
      {purchase.status === 'pending' && can('stock.purchase') && (
        <div className="flex flex-col gap-2 pt-2">
          <p className="text-note text-soft">{texts.receiveNote}</p>
          <Button look="main" size="large" disabled={receiving.isPending} onClick={() => receiving.mutate()}>
            {texts.receive}
          </Button>
          <CancelPurchase purchase={purchase} onDone={onClose} />
        </div>
      )}
    </Sheet>
  )
}
