import { decideAdjustment } from '../../../domain/stock/adjustment.ts'
import { decideBoxOpening } from '../../../domain/stock/box-opening.ts'
import { decideCount } from '../../../domain/stock/count.ts'
import { emptyLevel, type Level } from '../../../domain/stock/level.ts'
import { decideOutflow } from '../../../domain/stock/outflow.ts'
import {
  ADJUSTMENT_REASONS,
  BOX_ADJUSTMENT_REASONS,
  BREAKAGE_REASONS,
  DOSE_LOSS_REASONS,
  LOSS_REASONS,
} from '../../../domain/stock/reasons.ts'
import type { Refusal } from '../../../domain/stock/refusal.ts'
import { decideTransfer } from '../../../domain/stock/transfer.ts'
import type { StockAction } from './row-menu.tsx'

/** What a person has filled in; each action reads its part. */
export type ActionForm = {
  readonly quantity: number
  readonly measure: 'unit' | 'box' | 'dose'
  readonly isEntry: boolean
  readonly reason: string
  readonly notes: string
  readonly closed_boxes: number
  readonly open_box_units: number
  readonly open_bottle_doses: number
  readonly to_branch_id: string
  readonly boxes: number
  readonly units: number
}

/** The action as the form has it now, on one level of one branch. */
export type ActionInput = {
  readonly action: StockAction
  readonly form: ActionForm
  readonly branch_id: string
  readonly product_id: string
  readonly level: Level
  readonly rules: { readonly regroup: 'correct' | 'warn'; readonly allow_two_open_boxes: boolean }
}

/** The level that the action would leave, or why it would be refused: the same rules as the server's. */
export function previewAction(input: ActionInput): { readonly ok: true; readonly level: Level } | Refusal {
  const { action, form, level, branch_id, product_id, rules } = input
  const notes = form.notes.trim() === '' ? null : form.notes
  const common = { branch_id, product_id, notes, fact: false }
  const outflow = { ...common, quantity: form.quantity, taken_from: form.measure, reason: form.reason }
  switch (action) {
    case 'loss':
      return decideOutflow({ ...outflow, movement_type: 'loss' }, level)
    case 'breakage':
      return decideOutflow({ ...outflow, movement_type: 'breakage' }, level)
    case 'adjust':
      return decideAdjustment(
        { ...common, quantity: signed(form), counted_in: form.measure, reason: form.reason },
        level,
        rules,
      )
    case 'open_box':
      return decideBoxOpening(common, level, rules)
    case 'count':
      return decideCount({ ...common, counted: countedOf(form, level), seen: null }, level, rules)
    case 'transfer':
      return previewTransfer(input)
  }
}

function previewTransfer({ form, level, branch_id, product_id, rules }: ActionInput) {
  const to = form.to_branch_id
  const lines = [{ product_id, boxes: form.boxes, units: form.units }]
  const decision = decideTransfer(
    { from_branch_id: branch_id, to_branch_id: to, notes: null, fact: false, lines },
    new Map([[product_id, level]]),
    new Map([[product_id, emptyLevel(level)]]),
    rules,
  )
  if (!decision.ok) return decision
  return { ok: true, level: decision.from_levels.get(product_id) ?? level } as const
}

/** The request that does the action. */
export function bodyOf({ action, form, branch_id, product_id, level }: ActionInput): Record<string, unknown> {
  const notes = form.notes.trim() === '' ? {} : { notes: form.notes.trim() }
  const base = { branch_id, product_id }
  if (action === 'open_box') return base
  if (action === 'transfer') {
    const lines = [{ product_id, boxes: form.boxes, units: form.units }]
    return { from_branch_id: branch_id, to_branch_id: form.to_branch_id, lines }
  }
  if (action === 'count') {
    const { open_bottle_doses, ...counted } = countedOf(form, level)
    const doses = open_bottle_doses === null ? {} : { open_bottle_doses }
    return { branch_id, lines: [{ product_id, ...counted, ...doses }] }
  }
  const reason = { reason: form.reason, ...notes }
  return action === 'adjust'
    ? { ...base, quantity: signed(form), counted_in: form.measure, ...reason }
    : { ...base, quantity: form.quantity, taken_from: form.measure, ...reason }
}

/** The reasons that an action may give, in their order. */
export function reasonsOf(action: StockAction, measure: ActionForm['measure']): readonly string[] {
  if (action === 'breakage') return BREAKAGE_REASONS
  if (action === 'loss') return measure === 'dose' ? DOSE_LOSS_REASONS : LOSS_REASONS
  if (action === 'adjust') return measure === 'box' ? BOX_ADJUSTMENT_REASONS : ADJUSTMENT_REASONS
  return []
}

function signed(form: ActionForm): number {
  return form.isEntry ? form.quantity : -form.quantity
}

function countedOf(form: ActionForm, level: Level) {
  return {
    closed_boxes: level.units_per_box === null ? 0 : form.closed_boxes,
    open_box_units: form.open_box_units,
    open_bottle_doses: level.doses_per_bottle === null ? null : form.open_bottle_doses,
  }
}
