import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Refused } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { api } from '../../lib/api.ts'
import type { InventoryItem } from '../../lib/level-of.ts'
import { refusedFields } from '../../lib/refusal-text.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { m } from '../../messages/messages.ts'

/** How low is low for one product in this branch; empty follows the product. */
export function AlertSheet({
  item,
  onClose,
}: {
  readonly item: InventoryItem
  readonly onClose: () => void
}) {
  const client = useQueryClient()
  const [typed, setTyped] = useState(
    item.branch_low_stock_alert === null ? '' : String(item.branch_low_stock_alert),
  )
  const low_stock_alert = typed.trim() === '' ? null : Number(typed)
  const key = useCommandKey([item.id, low_stock_alert])
  const saving = useMutation({
    mutationFn: () =>
      api.products.alertAt(item.product_id, item.branch_id, { low_stock_alert }, { idempotency_key: key }),
    onSuccess: async () => {
      toast(m.stock.alert.saved)
      onClose()
      await client.invalidateQueries()
    },
  })
  return (
    <Sheet
      title={m.stock.alert.title}
      note={`${item.product.name}. ${m.stock.alert.inBottles}`}
      isOpen
      onClose={onClose}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          saving.mutate()
        }}
      >
        <TextField
          label={m.stock.alert.field}
          hint={m.stock.alert.hint(item.product.low_stock_alert)}
          type="number"
          inputMode="numeric"
          min={0}
          max={1_000_000}
          value={typed}
          error={refusedFields(saving.error).get('low_stock_alert')}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Refused error={saving.error} />
        <Button type="submit" look="main" size="large" disabled={saving.isPending}>
          {m.actions.save}
        </Button>
      </form>
    </Sheet>
  )
}
