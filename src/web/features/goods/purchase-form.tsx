import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Choice, TextField } from '../../components/field.tsx'
import { ProductPicker } from '../../components/product-picker.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Refused } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { api } from '../../lib/api.ts'
import { centsOf } from '../../lib/format.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { m } from '../../messages/messages.ts'
import { type GoodsLine, GoodsLineFields, newLine } from './goods-line.tsx'

type PurchaseLine = GoodsLine & { readonly cost: string; readonly lot: string; readonly expiry: string }

/** A purchase: what came (or is coming), what it cost, in which lot. */
export function PurchaseForm({
  branch_id,
  onClose,
}: {
  readonly branch_id: string
  readonly onClose: () => void
}) {
  const client = useQueryClient()
  const [supplier, setSupplier] = useState('')
  const [status, setStatus] = useState<'received' | 'pending'>('received')
  const [lines, setLines] = useState<readonly PurchaseLine[]>([])
  const texts = m.catalog.purchases
  const body = {
    branch_id,
    status,
    ...(supplier.trim() === '' ? {} : { supplier: supplier.trim() }),
    lines: lines.map(lineBody),
  }
  const key = useCommandKey(body)
  const saving = useMutation({
    mutationFn: () => api.purchases.record(body, { idempotency_key: key }),
    onSuccess: async ({ number }) => {
      toast(texts.saved(number))
      onClose()
      await client.invalidateQueries()
    },
  })
  const change = (changed: PurchaseLine, changes: Partial<PurchaseLine>) =>
    setLines(lines.map((line) => (line === changed ? { ...line, ...changes } : line)))
  const isReady = lines.length > 0 && lines.every((line) => line.boxes + line.units > 0 && isCost(line.cost))
  return (
    <Sheet title={texts.new} isOpen onClose={onClose} side="right">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          saving.mutate()
        }}
      >
        <TextField
          label={texts.supplier}
          maxLength={200}
          value={supplier}
          onChange={(event) => setSupplier(event.target.value)}
        />
        <Choice
          label={texts.arrived}
          value={status}
          onChange={setStatus}
          options={[
            { value: 'received', label: texts.receivedNow },
            { value: 'pending', label: texts.onTheWay },
          ]}
        />
        <ProductPicker
          branch_id={branch_id}
          onPick={(item) => setLines([...lines, { ...newLine(item), cost: '', lot: '', expiry: '' }])}
        />
        <ul className="flex flex-col gap-3">
          {lines.map((line, index) => (
            <GoodsLineFields
              // biome-ignore lint/suspicious/noArrayIndexKey: a product may come in two lots, and lines never move
              key={index}
              line={line}
              onChange={(changes) => change(line, changes)}
              onRemove={() => setLines(lines.filter((one) => one !== line))}
            >
              <LineMore line={line} onChange={(changes) => change(line, changes)} />
            </GoodsLineFields>
          ))}
        </ul>
        <Refused error={saving.error} />
        <Button type="submit" look="main" size="large" disabled={!isReady || saving.isPending}>
          {texts.save}
        </Button>
      </form>
    </Sheet>
  )
}

function LineMore({
  line,
  onChange,
}: {
  readonly line: PurchaseLine
  readonly onChange: (changes: Partial<PurchaseLine>) => void
}) {
  const texts = m.catalog.purchases
  return (
    <>
      <TextField
        label={line.item.product.box_tracking ? texts.boxCost : texts.unitCost}
        inputMode="decimal"
        error={isCost(line.cost) ? undefined : m.catalog.badPrice}
        value={line.cost}
        onChange={(event) => onChange({ cost: event.target.value })}
      />
      <details>
        <summary className="cursor-pointer py-1 text-note text-soft">{texts.more}</summary>
        <div className="grid grid-cols-2 gap-3 pt-1">
          <TextField
            label={texts.lot}
            maxLength={60}
            required={line.expiry !== ''}
            value={line.lot}
            onChange={(event) => onChange({ lot: event.target.value })}
          />
          <TextField
            label={texts.expiry}
            type="date"
            value={line.expiry}
            onChange={(event) => onChange({ expiry: event.target.value })}
          />
        </div>
      </details>
    </>
  )
}

function isCost(typed: string): boolean {
  return typed.trim() === '' || centsOf(typed) !== null
}

function lineBody({ item, boxes, units, cost, lot, expiry }: PurchaseLine) {
  const cents = centsOf(cost)
  return {
    product_id: item.product_id,
    boxes,
    units,
    ...(cents === null
      ? {}
      : item.product.box_tracking
        ? { box_cost_cents: cents }
        : { unit_cost_cents: cents }),
    ...(lot.trim() === '' ? {} : { batch_number: lot.trim() }),
    ...(expiry === '' ? {} : { expiry_date: expiry }),
  }
}
