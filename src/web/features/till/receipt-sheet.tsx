import { CircleCheck, CloudOff } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Refused } from '../../components/states.tsx'
import { moneyText } from '../../lib/format.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { type Receipt, useUndoSale } from './use-sale.ts'

/** The sale is made: its number, what was paid, the next one, and the way back. */
export function ReceiptSheet({
  receipt,
  onClose,
}: {
  readonly receipt: Receipt
  readonly onClose: () => void
}) {
  const { can } = useSession()
  const undoing = useUndoSale(onClose)
  const isKept = receipt.kind === 'kept'
  const Icon = isKept ? CloudOff : CircleCheck
  const mayUndo = can('stock.cancel') || (receipt.kind === 'kept' && !receipt.entry.may_have_arrived)
  return (
    <Sheet
      title={receipt.kind === 'kept' ? m.till.receiptOffline : m.till.receiptNumber(receipt.number)}
      note={isKept ? m.till.receiptOfflineNote : undefined}
      isOpen
      onClose={onClose}
    >
      <div className="flex flex-col gap-4">
        <div className="flex items-center gap-3 rounded-card bg-sunken p-4">
          <Icon size={28} aria-hidden="true" className={isKept ? 'text-warn' : 'text-good'} />
          <span className="text-figure font-bold">{moneyText(receipt.total_cents)}</span>
          <span className="ml-auto text-soft">{m.till.payments[receipt.payment]}</span>
        </div>
        <Refused error={undoing.error} />
        <Button look="main" size="large" onClick={onClose} autoFocus>
          {m.till.next}
        </Button>
        {mayUndo && (
          <Button look="quiet" onClick={() => undoing.mutate(receipt)} disabled={undoing.isPending}>
            {m.till.undoSale}
          </Button>
        )}
      </div>
    </Sheet>
  )
}
