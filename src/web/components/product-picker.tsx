import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { api } from '../lib/api.ts'
import type { InventoryItem } from '../lib/level-of.ts'
import { m } from '../messages/messages.ts'
import { Refused } from './states.tsx'

/** Finds a product of a branch by name or code; choosing one empties the field for the next. */
export function ProductPicker({
  branch_id,
  onPick,
}: {
  readonly branch_id: string
  readonly onPick: (item: InventoryItem) => void
}) {
  const [text, setText] = useState('')
  const search = useDeferredValue(text.trim())
  const found = useQuery({
    queryKey: ['inventory', 'search', branch_id, search],
    queryFn: () => api.inventory.list({ branch_id, search, limit: 6 }),
    enabled: search !== '',
  })
  const items = search === '' ? [] : (found.data?.items ?? [])
  const pick = (item: InventoryItem | undefined) => {
    if (item === undefined) return
    onPick(item)
    setText('')
  }
  return (
    <div className="flex flex-col gap-1">
      <input
        type="search"
        aria-label={m.catalog.purchases.choose}
        placeholder={m.catalog.search}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          pick(items[0])
        }}
        className="h-12 rounded-control border border-edge/60 bg-surface px-4"
      />
      <Refused error={found.error} />
      {items.length > 0 && (
        <ul className="rounded-card border border-line bg-raised p-1">
          {items.map((item) => (
            <li key={item.product_id}>
              <button
                type="button"
                onClick={() => pick(item)}
                className="flex min-h-11 w-full items-center justify-between gap-3 rounded-control px-3 text-left hover:bg-accent-tint"
              >
                <span className="min-w-0 truncate font-medium">{item.product.name}</span>
                <span className="shrink-0 text-note text-soft">{item.product.sku}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {search !== '' && found.isSuccess && items.length === 0 && (
        <p role="status" className="text-note text-soft">
          {m.search.nothing(search)}
        </p>
      )}
    </div>
  )
}
