import {
  Ban,
  Check,
  CircleCheck,
  CircleMinus,
  Clock,
  FileCheck2,
  FileText,
  FileX2,
  Hand,
  Hourglass,
  Link2Off,
  type LucideIcon,
  Package,
  PackageCheck,
  RotateCw,
  TriangleAlert,
  Truck,
  Undo2,
} from 'lucide-react'
import { Badge, type Tone } from '../../components/badge.tsx'
import type { OrderRow } from '../../lib/order-calls.ts'
import { m } from '../../messages/messages.ts'
import { type BlingStanding, isSiteUntold, standingInBling } from './order-standing.ts'

type Look = { readonly tone: Tone; readonly Icon: LucideIcon }

const STATUSES: Readonly<Record<OrderRow['status'], Look>> = {
  awaiting_payment: { tone: 'calm', Icon: Clock },
  paid: { tone: 'good', Icon: Check },
  preparing: { tone: 'good', Icon: Package },
  invoiced: { tone: 'good', Icon: FileCheck2 },
  shipped: { tone: 'good', Icon: Truck },
  delivered: { tone: 'good', Icon: PackageCheck },
  cancelled: { tone: 'calm', Icon: Ban },
  refunded: { tone: 'calm', Icon: Undo2 },
}
const STEPS: Readonly<Record<BlingStanding['kind'], Look>> = {
  queued: { tone: 'calm', Icon: Hourglass },
  retrying: { tone: 'warn', Icon: RotateCw },
  updating: { tone: 'calm', Icon: RotateCw },
  there: { tone: 'good', Icon: CircleCheck },
  nowhere: { tone: 'calm', Icon: CircleMinus },
  dead: { tone: 'bad', Icon: TriangleAlert },
  held: { tone: 'warn', Icon: Hand },
  no_account: { tone: 'warn', Icon: Hand },
  unlinked: { tone: 'warn', Icon: Link2Off },
  invoice_rejected: { tone: 'bad', Icon: FileX2 },
  edited: { tone: 'warn', Icon: Hand },
  waiting: { tone: 'warn', Icon: Hand },
}
const INVOICES: Readonly<Record<OrderRow['invoice_status'], Look>> = {
  none: { tone: 'calm', Icon: FileText },
  pending: { tone: 'calm', Icon: Hourglass },
  rejected: { tone: 'bad', Icon: FileX2 },
  authorised: { tone: 'good', Icon: FileCheck2 },
  cancelled: { tone: 'calm', Icon: Ban },
}

/** Where the order stands, as people and the shop are told. */
export function StatusBadge({ order }: { readonly order: Pick<OrderRow, 'status'> }) {
  return <Badge {...STATUSES[order.status]}>{m.orders.statuses[order.status]}</Badge>
}

/** Where it is on its way to Bling, and that the site could not be told; `isAlone`: nothing around it says that this is about Bling. */
export function StepBadges({
  order,
  isAlone = false,
}: {
  readonly order: OrderRow
  readonly isAlone?: boolean
}) {
  const standing = standingInBling(order)
  return (
    <span className="inline-flex flex-wrap gap-1">
      <Badge {...STEPS[standing.kind]}>
        {isAlone ? m.orders.stepsAlone(stepText(standing)) : stepText(standing)}
      </Badge>
      {isSiteUntold(order) && (
        <Badge tone="warn" Icon={TriangleAlert}>
          {m.orders.siteNotTold}
        </Badge>
      )}
    </span>
  )
}

/** How its invoice stands. */
export function InvoiceBadge({ order }: { readonly order: Pick<OrderRow, 'invoice_status'> }) {
  return <Badge {...INVOICES[order.invoice_status]}>{m.orders.invoices[order.invoice_status]}</Badge>
}

function stepText(standing: BlingStanding): string {
  if (standing.kind !== 'there') return m.orders.steps[standing.kind]
  return standing.number === null ? m.orders.steps.thereUnnumbered : m.orders.steps.there(standing.number)
}
