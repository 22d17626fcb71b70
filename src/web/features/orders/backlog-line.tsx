import { useQuery } from '@tanstack/react-query'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { When } from '../../components/when.tsx'
import { orders } from '../../lib/order-calls.ts'
import { useAccountNames } from '../../lib/places.ts'
import { m } from '../../messages/messages.ts'

/** What waits to be sent to each account and for how long that keeps it busy, and how many orders wait for a person. */
export function BacklogLine({ onNeedsYou }: { readonly onNeedsYou: () => void }) {
  const accountName = useAccountNames()
  const backlog = useQuery({ queryKey: ['orders', 'backlog'], queryFn: () => orders.backlog() })
  const items = backlog.data?.items ?? []
  const queued = items.filter(({ due }) => due > 0)
  const stuck = items.reduce((sum, { waiting, dead }) => sum + waiting + dead, 0)
  const texts = m.orders.backlog
  if (queued.length === 0 && stuck === 0) return null
  return (
    <div className="flex flex-col gap-2" aria-live="polite">
      {queued.map(({ account_id, due, expected_seconds, oldest_taken_at }) => (
        <Notice key={account_id} tone="calm">
          <p className="font-semibold">
            {texts.queued(due, account_id === null ? texts.noAccount : accountName(account_id))}
          </p>
          <p className="text-note text-soft">
            {texts.expected(expected_seconds)}
            {oldest_taken_at !== null && (
              <>
                {' '}
                {texts.since} <When at={oldest_taken_at} />
              </>
            )}
          </p>
        </Notice>
      ))}
      {stuck > 0 && (
        <Notice tone="warn" action={<Button onClick={onNeedsYou}>{texts.show}</Button>}>
          {texts.needsYou(stuck)}
        </Notice>
      )}
    </div>
  )
}
