import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { CheckField, TextField } from '../../components/field.tsx'
import { Notice } from '../../components/notice.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Refused } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { api } from '../../lib/api.ts'
import { moneyText } from '../../lib/format.ts'
import { refusedFields } from '../../lib/refusal-text.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { m } from '../../messages/messages.ts'
import { useOutbox } from '../../offline/outbox.tsx'
import { unsentOf } from '../../offline/unsent-of.ts'
import {
  bodyOf,
  formOf,
  isBadPrice,
  PRICES,
  type Product,
  type ProductForm,
  repacks,
  savingOf,
} from './product-form.ts'

/** One product to make or change. */
export function ProductSheet({
  product,
  onClose,
}: {
  readonly product: Product | null
  readonly onClose: () => void
}) {
  const client = useQueryClient()
  const [form, setForm] = useState(() => formOf(product))
  const body = bodyOf(form)
  const key = useCommandKey([product?.id, body])
  const done = async (text: string) => {
    toast(text)
    onClose()
    await client.invalidateQueries()
  }
  const saving = useMutation({
    mutationFn: () =>
      product === null
        ? api.products.create(body, { idempotency_key: key })
        : api.products.change(product.id, body, { idempotency_key: key }),
    onSuccess: () => done(m.catalog.saved),
  })
  const errors = refusedFields(saving.error)
  const held = useHeldBack(product, repacks(product, body))
  return (
    <Sheet
      title={product === null ? m.catalog.new : m.catalog.edit}
      note={product?.name}
      isOpen
      onClose={onClose}
      side="right"
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          saving.mutate()
        }}
      >
        <Fields form={form} errors={errors} onChange={(changes) => setForm({ ...form, ...changes })} />
        <Refused error={saving.error} />
        {held > 0 && (
          <div role="status">
            <Notice tone="warn">{m.catalog.unsent(held)}</Notice>
          </div>
        )}
        <Button
          type="submit"
          look="main"
          size="large"
          disabled={saving.isPending || held > 0 || PRICES.some((name) => isBadPrice(form[name]))}
        >
          {m.actions.save}
        </Button>
        {product !== null && <Archive product={product} onDone={done} />}
      </form>
    </Sheet>
  )
}

/** How many operations of this device have to reach the server before another packing may be saved. */
function useHeldBack(product: Product | null, isRepacked: boolean): number {
  const { waiting } = useOutbox()
  return product === null || !isRepacked ? 0 : unsentOf(product.id, waiting).length
}

type FieldsProps = {
  readonly form: ProductForm
  readonly errors: ReadonlyMap<string, string>
  readonly onChange: (changes: Partial<ProductForm>) => void
}
type TextName = {
  [Name in keyof ProductForm]: ProductForm[Name] extends string ? Name : never
}[keyof ProductForm]

function Fields({ form, errors, onChange }: FieldsProps) {
  const texts = m.catalog.fields
  const text = (name: TextName) => ({
    value: form[name],
    error: errors.get(name),
    onChange: (event: { target: { value: string } }) => onChange({ [name]: event.target.value }),
  })
  const price = (name: (typeof PRICES)[number]) => ({
    ...text(name),
    inputMode: 'decimal' as const,
    error: isBadPrice(form[name]) ? m.catalog.badPrice : errors.get(name),
  })
  const whole = (name: TextName) => ({ ...text(name), type: 'number', min: 2, inputMode: 'numeric' as const })
  const saving = savingOf(form)
  return (
    <>
      <TextField label={texts.name} required maxLength={200} {...text('name')} />
      <div className="grid grid-cols-2 gap-3">
        <TextField label={texts.sku} required maxLength={120} {...text('sku')} />
        <TextField label={texts.category} maxLength={120} {...text('category')} />
        <TextField label={texts.unit_price} {...price('unit_price_cents')} />
        <TextField label={texts.cost} {...price('cost_cents')} />
      </div>
      <TextField label={texts.gtin} inputMode="numeric" {...text('gtin')} />
      <CheckField
        label={texts.box_tracking}
        checked={form.box_tracking}
        onChange={(event) => onChange({ box_tracking: event.target.checked })}
      />
      {form.box_tracking && (
        <>
          <div className="grid grid-cols-2 gap-3">
            <TextField label={texts.units_per_box} required {...whole('units_per_box')} />
            <TextField label={texts.box_price} hint={texts.boxPriceHint} {...price('box_price_cents')} />
          </div>
          <TextField label={texts.box_gtin} inputMode="numeric" {...text('box_gtin')} />
        </>
      )}
      <CheckField
        label={texts.dose_enabled}
        checked={form.dose_enabled}
        onChange={(event) => onChange({ dose_enabled: event.target.checked })}
      />
      {form.dose_enabled && (
        <div className="grid grid-cols-2 gap-3">
          <TextField label={texts.doses_per_bottle} required {...whole('doses_per_bottle')} />
          <TextField label={texts.dose_price} {...price('dose_price_cents')} />
        </div>
      )}
      <CheckField
        label={texts.muntu_enabled}
        checked={form.muntu_enabled}
        onChange={(event) => onChange({ muntu_enabled: event.target.checked })}
      />
      {form.muntu_enabled && (
        <>
          <div className="grid grid-cols-2 gap-3">
            <TextField label={texts.muntu_quantity} required {...whole('muntu_quantity')} />
            <TextField label={texts.muntu_price} required {...price('muntu_price_cents')} />
          </div>
          {saving !== null && (
            <p role="status" className={`font-medium ${saving < 0 ? 'text-warn' : 'text-good'}`}>
              {saving < 0 ? m.catalog.noSaving : m.catalog.saving(moneyText(saving))}
            </p>
          )}
          {saving !== null && saving < 0 && (
            <CheckField
              label={m.catalog.confirmNoSaving}
              checked={form.confirm_no_saving}
              onChange={(event) => onChange({ confirm_no_saving: event.target.checked })}
            />
          )}
        </>
      )}
      <TextField label={texts.low_stock_alert} type="number" min={0} required {...text('low_stock_alert')} />
    </>
  )
}

function Archive({
  product,
  onDone,
}: {
  readonly product: Product
  readonly onDone: (text: string) => Promise<void>
}) {
  const key = useCommandKey(product)
  const archiving = useMutation({
    mutationFn: () =>
      product.is_active
        ? api.products.archive(product.id, { idempotency_key: key })
        : api.products.restore(product.id, { idempotency_key: key }),
    onSuccess: () => onDone(product.is_active ? m.catalog.archiveDone : m.catalog.restoreDone),
  })
  return (
    <>
      <Refused error={archiving.error} />
      <Button look="quiet" disabled={archiving.isPending} onClick={() => archiving.mutate()}>
        {product.is_active ? m.catalog.archive : m.catalog.restore}
      </Button>
    </>
  )
}
