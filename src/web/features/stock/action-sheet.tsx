import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Choice, SelectField, TextField } from '../../components/field.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Refused } from '../../components/states.tsx'
import { Stepper } from '../../components/stepper.tsx'
import { type InventoryItem, levelOf } from '../../lib/level-of.ts'
import { refusalSentence } from '../../lib/refusal-sentence.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { type ActionForm, type ActionInput, bodyOf, previewAction, reasonsOf } from './action-plan.ts'
import { LevelChange } from './level-change.tsx'
import type { StockAction } from './row-menu.tsx'
import { usePerformAction } from './use-perform-action.ts'

/** The dialog of one action on one level: what is asked, what it will leave, and why it cannot be, before it is sent. */
export function ActionSheet({
  item,
  action,
  onClose,
}: {
  readonly item: InventoryItem
  readonly action: StockAction
  readonly onClose: () => void
}) {
  const note =
    action === 'open_box' ? m.stock.openBoxNote : action === 'count' ? m.stock.countNote : undefined
  return (
    <Sheet
      title={m.stock.actions[action]}
      note={note === undefined ? item.product.name : `${item.product.name}. ${note}`}
      isOpen
      onClose={onClose}
    >
      <Form item={item} action={action} onClose={onClose} />
    </Sheet>
  )
}

function Form({
  item,
  action,
  onClose,
}: {
  readonly item: InventoryItem
  readonly action: StockAction
  readonly onClose: () => void
}) {
  const { settings, branches } = useSession()
  const level = levelOf(item)
  const destinations = branches.filter((branch) => branch.id !== item.branch_id)
  const [form, setForm] = useState<ActionForm>(() => ({
    quantity: 1,
    measure: 'unit',
    isEntry: false,
    reason: reasonsOf(action, 'unit')[0] ?? '',
    notes: '',
    closed_boxes: level.closed_boxes,
    open_box_units: Math.max(0, level.open_box_units),
    open_bottle_doses: level.open_bottle_doses,
    to_branch_id: destinations[0]?.id ?? '',
    boxes: 0,
    units: 1,
  }))
  const change = (changes: Partial<ActionForm>) => setForm({ ...form, ...changes })
  const input: ActionInput = {
    action,
    form,
    level,
    branch_id: item.branch_id,
    product_id: item.product_id,
    rules: settings,
  }
  const preview = previewAction(input)
  const body = bodyOf(input)
  const key = useCommandKey(body)
  const performing = usePerformAction(onClose)
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        performing.mutate({ action, body, key, summary: item.product.name })
      }}
    >
      {action === 'count' && <CountFields form={form} level={level} onChange={change} />}
      {action === 'transfer' && (
        <TransferFields form={form} level={level} destinations={destinations} onChange={change} />
      )}
      {(action === 'adjust' || action === 'loss' || action === 'breakage') && (
        <QuantityFields action={action} form={form} level={level} onChange={change} />
      )}
      {preview.ok ? (
        <LevelChange before={level} after={preview.level} />
      ) : (
        <p role="status" className="rounded-card bg-warn-tint p-3 text-text font-medium text-warn">
          {refusalSentence(preview, item.product.name)}
        </p>
      )}
      <Refused error={performing.error} />
      <Button type="submit" look="main" size="large" disabled={!preview.ok || performing.isPending}>
        {m.stock.save[action]}
      </Button>
    </form>
  )
}

type Fields = {
  readonly form: ActionForm
  readonly level: ReturnType<typeof levelOf>
  readonly onChange: (changes: Partial<ActionForm>) => void
}

function QuantityFields({ action, form, level, onChange }: Fields & { readonly action: StockAction }) {
  const measures = (['unit', 'box', 'dose'] as const)
    .filter((measure) => measure !== 'box' || level.units_per_box !== null)
    .filter((measure) => measure !== 'dose' || level.doses_per_bottle !== null)
    .map((value) => ({ value, label: m.stock.measures[value] }))
  const reasons = reasonsOf(action, form.measure)
  return (
    <>
      {action === 'adjust' && (
        <Choice
          label={m.stock.direction}
          value={form.isEntry ? 'in' : 'out'}
          onChange={(value) => onChange({ isEntry: value === 'in' })}
          options={[
            { value: 'in', label: m.stock.add },
            { value: 'out', label: m.stock.remove },
          ]}
        />
      )}
      {measures.length > 1 && (
        <Choice
          label={action === 'adjust' ? m.stock.countedIn : m.stock.takenFrom}
          value={form.measure}
          onChange={(measure) => onChange({ measure, reason: reasonsOf(action, measure)[0] ?? '' })}
          options={measures}
        />
      )}
      <Labelled label={m.stock.quantity}>
        <Stepper
          label={m.stock.quantity}
          min={1}
          value={form.quantity}
          onChange={(quantity) => onChange({ quantity })}
        />
      </Labelled>
      <SelectField
        label={m.stock.reason}
        value={form.reason}
        onChange={(event) => onChange({ reason: event.target.value })}
      >
        {reasons.map((reason) => (
          <option key={reason}>{reason}</option>
        ))}
      </SelectField>
      <TextField
        label={m.stock.notes}
        maxLength={500}
        required={form.reason === 'Outro'}
        hint={form.reason === 'Outro' ? m.stock.notesNeeded : undefined}
        value={form.notes}
        onChange={(event) => onChange({ notes: event.target.value })}
      />
    </>
  )
}

function CountFields({ form, level, onChange }: Fields) {
  return (
    <>
      {level.units_per_box !== null && (
        <Labelled label={m.stock.countedBoxes}>
          <Stepper
            label={m.stock.countedBoxes}
            value={form.closed_boxes}
            onChange={(closed_boxes) => onChange({ closed_boxes })}
          />
        </Labelled>
      )}
      <Labelled label={level.units_per_box === null ? m.stock.countedLoose : m.stock.countedOpen}>
        <Stepper
          label={level.units_per_box === null ? m.stock.countedLoose : m.stock.countedOpen}
          value={form.open_box_units}
          onChange={(open_box_units) => onChange({ open_box_units })}
        />
      </Labelled>
      {level.doses_per_bottle !== null && (
        <Labelled label={m.stock.countedDoses}>
          <Stepper
            label={m.stock.countedDoses}
            value={form.open_bottle_doses}
            max={level.doses_per_bottle}
            onChange={(open_bottle_doses) => onChange({ open_bottle_doses })}
          />
        </Labelled>
      )}
    </>
  )
}

function TransferFields({
  form,
  level,
  destinations,
  onChange,
}: Fields & { readonly destinations: readonly { readonly id: string; readonly name: string }[] }) {
  return (
    <>
      <SelectField
        label={m.stock.destination}
        value={form.to_branch_id}
        onChange={(event) => onChange({ to_branch_id: event.target.value })}
      >
        {destinations.map((branch) => (
          <option key={branch.id} value={branch.id}>
            {branch.name}
          </option>
        ))}
      </SelectField>
      {level.units_per_box !== null && (
        <Labelled label={m.stock.transferBoxes}>
          <Stepper
            label={m.stock.transferBoxes}
            value={form.boxes}
            onChange={(boxes) => onChange({ boxes })}
          />
        </Labelled>
      )}
      <Labelled label={m.stock.transferUnits}>
        <Stepper label={m.stock.transferUnits} value={form.units} onChange={(units) => onChange({ units })} />
      </Labelled>
    </>
  )
}

function Labelled({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <div className="flex items-center justify-between gap-4">
      <span aria-hidden="true" className="font-medium">
        {label}
      </span>
      {children}
    </div>
  )
}
