import type { BlingStep } from '../../domain/orders/bling-step.ts'
import { situationFor } from '../../domain/orders/status-mapping.ts'
import { BlingError, isGone } from '../bling/bling-error.ts'
import type { BlingClient } from '../bling/client/bling-client.ts'
import type { InvoiceDetail } from '../bling/mapping/invoice.ts'
import { type AtWork, readAgain, type StepDeps } from './at-work.ts'
import { changeOrder } from './change-order.ts'
import { forgetInvoice, keepInvoice } from './follow-invoice.ts'
import { type OrderEventKind, recordOrderEvent } from './order-events.store.ts'
import { lockOrderRow, type OrderState, type StoredOrder } from './orders.store.ts'
import { placeInBling } from './place-in-bling.ts'
import { replaceInBling } from './replace-in-bling.ts'

/** A step that could be done now. */
export type DoableStep = Exclude<BlingStep, { readonly kind: 'wait' | 'nothing' }>

/** Whether the order is looked at again at once, or rests because the other side needs time. */
export type StepEnd = 'go_on' | 'rest'

/** Does one step. Throws `BlingError`; what was learned before it is kept. */
export async function doStep(deps: StepDeps, work: AtWork, step: DoableStep): Promise<StepEnd> {
  const { order, client } = work
  const bling_order_id = order.bling_order_id ?? ''
  switch (step.kind) {
    case 'place':
      await placeInBling(deps, work, step.may_create)
      return 'go_on'
    case 'read':
      await readAgain(deps, work, bling_order_id)
      if (order.invoice_id !== null) await lookAtInvoice(deps, work, order.invoice_id)
      return 'go_on'
    case 'replace':
      await replaceInBling(deps, work)
      return 'go_on'
    case 'move':
      await move(deps, work, step.to)
      return 'go_on'
    case 'launch_stock':
      await unlessDone(() => client.orders.launchStock(bling_order_id, work.leaves_from ?? undefined))
      await keep(deps, work, 'stock_launched', { is_stock_launched: true, is_stock_reversed: false })
      return 'go_on'
    case 'reverse_stock':
      await unlessDone(() => client.orders.reverseStock(bling_order_id))
      await keep(deps, work, 'stock_reversed', { is_stock_launched: false, is_stock_reversed: true })
      return 'go_on'
    case 'launch_accounts':
      await unlessDone(() => client.orders.launchAccounts(bling_order_id))
      await keep(deps, work, 'accounts_launched', { are_accounts_launched: true })
      return 'go_on'
    case 'reverse_accounts':
      await unlessDone(() => client.orders.reverseAccounts(bling_order_id))
      await keep(deps, work, 'accounts_reversed', { are_accounts_launched: false })
      return 'go_on'
    case 'make_invoice':
      return makeInvoice(deps, work, bling_order_id)
    case 'send_invoice':
      await client.invoices.send('nfe', order.invoice_id ?? '')
      await keep(deps, work, 'invoice_sent', { invoice_sent_at: deps.clock.now() })
      await lookAtInvoice(deps, work, order.invoice_id ?? '')
      return 'go_on'
    case 'look_at_invoice': {
      const state = await lookAtInvoice(deps, work, order.invoice_id ?? '')
      if (state === null) throw notThereYet(deps.clock.now())
      return state === order.invoice ? 'rest' : 'go_on'
    }
  }
}

/**
 * Gives the order its status, unless it stands elsewhere there by now: whoever cancelled it a moment ago would be overruled. That it has
 * the status already is refused, which reading it again tells.
 */
async function move(
  deps: StepDeps,
  work: AtWork,
  to: Extract<DoableStep, { readonly kind: 'move' }>['to'],
): Promise<void> {
  const { order, route, client } = work
  const bling_order_id = order.bling_order_id ?? ''
  const situation_id = situationFor(route.status_mapping, to)
  if (!work.is_fresh) {
    await readAgain(deps, work, bling_order_id)
    const fresh = await deps.database.tenant(work.tenant_id, (tx) => lockOrderRow(tx, order.id))
    if (fresh?.bling_status !== order.bling_status || fresh.status !== order.status) return
  }
  let refusal: BlingError | null = null
  try {
    await client.orders.setStatus(bling_order_id, situation_id)
    await keep(deps, work, 'moved', {}, { to, situation_id })
  } catch (error) {
    if (!(error instanceof BlingError) || error.kind !== 'invalid') throw error
    refusal = error
  }
  await readAgain(deps, work, bling_order_id)
  const now = await deps.database.tenant(work.tenant_id, (tx) => lockOrderRow(tx, order.id))
  // It stands where it stood: the refusal was not about having the status already.
  if (refusal !== null && now?.bling_status === order.bling_status) throw refusal
}

async function makeInvoice(deps: StepDeps, work: AtWork, bling_order_id: string): Promise<StepEnd> {
  // A person may have made one meanwhile, and of that nobody tells us.
  await readAgain(deps, work, bling_order_id)
  const fresh = await deps.database.tenant(work.tenant_id, (tx) => lockOrderRow(tx, work.order.id))
  if (fresh === null || fresh.invoice_id !== null || fresh.status !== work.order.status) return 'go_on'
  const invoice_id = await work.client.orders.makeInvoice(bling_order_id, 'nfe')
  await keep(deps, work, 'invoice_made', { invoice_id }, { invoice_id })
  return 'go_on'
}

/** Where the order's invoice stands now; null when Bling does not have it and it may be too young to be found. */
async function lookAtInvoice(
  deps: StepDeps,
  work: AtWork,
  invoice_id: string,
): Promise<StoredOrder['invoice'] | null> {
  const detail = await invoiceDetail(work.client, invoice_id)
  return deps.database.tenant(work.tenant_id, async (tx) => {
    if (detail === null) await forgetInvoice(tx, work.order.id, invoice_id, deps.clock.now())
    else await keepInvoice(tx, work.order.id, detail, deps.clock.now())
    const after = await lockOrderRow(tx, work.order.id)
    return detail === null && after?.invoice_id === invoice_id && after.invoice === 'none'
      ? null
      : (after?.invoice ?? 'none')
  })
}

function notThereYet(now: Date): BlingError {
  return new BlingError({
    kind: 'not_found',
    operation: 'GET /nfe/{idNotaFiscal}',
    status: 404,
    detail: 'a nota fiscal do pedido ainda não aparece no Bling',
    retry_at: now,
  })
}

/**
 * The invoice, whichever kind it is: an order does not say whether its own is for a company or for a consumer. Null when there is none of
 * this number any more.
 */
export async function invoiceDetail(client: BlingClient, invoice_id: string): Promise<InvoiceDetail | null> {
  for (const kind of ['nfe', 'nfce'] as const)
    try {
      return await client.invoices.detail(kind, invoice_id)
    } catch (error) {
      if (!isGone(error)) throw error
    }
  return null
}

/** Bling refuses to launch what is launched, and to take back what is not: then it is as was asked for. */
async function unlessDone(act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch (error) {
    const isDone =
      error instanceof BlingError && error.kind === 'invalid' && DONE_ALREADY.test(error.detail ?? '')
    if (!isDone) throw error
  }
}

const DONE_ALREADY = /(já|não) (foi|foram) lançad/i

async function keep(
  deps: StepDeps,
  { tenant_id, order, correlation_id }: AtWork,
  kind: OrderEventKind,
  change: Partial<OrderState>,
  facts: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const now = deps.clock.now()
  await deps.database.tenant(tenant_id, async (tx) => {
    const fresh = await lockOrderRow(tx, order.id)
    if (fresh === null) return
    await changeOrder(tx, fresh, change, now)
    await recordOrderEvent(tx, order.id, { at: now, kind, facts: { correlation_id, ...facts } })
  })
}
