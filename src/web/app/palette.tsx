import { useQuery } from '@tanstack/react-query'
import { CircleQuestionMark, Search } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { type KeyboardEvent, useDeferredValue, useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { api } from '../lib/api.ts'
import { bling } from '../lib/bling-calls.ts'
import { orders } from '../lib/order-calls.ts'
import { plain } from '../lib/product-search.ts'
import { useReturningFocus } from '../lib/use-returning-focus.ts'
import { m } from '../messages/messages.ts'
import { useSession } from '../session/session.tsx'
import { useGroups } from './place-list.tsx'
import { SEARCH_LIST, takeTyped } from './search-key.ts'

type Hit = { readonly id: string; readonly label: string; readonly note: string; readonly to: string }

/** The search that is everywhere: places, products, and "why this number?". Arrows choose, Enter goes. */
export function Palette({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const isLeaving = useRef(false)
  const focus = useReturningFocus(() => isLeaving.current)
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="appear fixed inset-0 z-40 bg-black/45" />
        <Dialog.Content
          aria-describedby={undefined}
          onOpenAutoFocus={() => {
            isLeaving.current = false
            focus.onOpenAutoFocus()
          }}
          onCloseAutoFocus={focus.onCloseAutoFocus}
          className="appear fixed inset-x-3 top-3 z-50 mx-auto max-w-xl overflow-hidden rounded-sheet bg-raised shadow-float md:top-[12vh]"
        >
          <Dialog.Title className="sr-only">{m.search.title}</Dialog.Title>
          <Finder
            onGo={() => {
              isLeaving.current = true
              onClose()
            }}
          />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Finder({ onGo }: { readonly onGo: () => void }) {
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState(0)
  const hits = useHits(text)
  const go = (hit: Hit | undefined) => {
    if (hit === undefined) return
    onGo()
    navigate(hit.to)
  }
  const seen = hits[chosen]?.id
  useEffect(() => {
    if (seen !== undefined) document.getElementById(`achado-${seen}`)?.scrollIntoView({ block: 'nearest' })
  }, [seen])
  const key = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setChosen((chosen + step + hits.length) % Math.max(1, hits.length))
    }
    if (event.key === 'Enter') go(hits[chosen])
  }
  return (
    <>
      <div className="flex items-center gap-1 border-line border-b py-1.5 pr-1.5 pl-4">
        <Search size={20} className="shrink-0 text-soft" aria-hidden="true" />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls={SEARCH_LIST}
          aria-activedescendant={hits[chosen] === undefined ? undefined : `achado-${hits[chosen].id}`}
          aria-label={m.search.label}
          placeholder={m.search.short}
          value={text}
          onFocus={() => {
            const early = takeTyped()
            if (early !== '') setText(text + early)
          }}
          onChange={(event) => {
            setText(event.target.value)
            setChosen(0)
          }}
          onKeyDown={key}
          className="h-11 min-w-0 flex-1 rounded-control bg-transparent px-2 text-lead -outline-offset-2"
        />
      </div>
      <div
        id={SEARCH_LIST}
        role="listbox"
        aria-label={m.search.title}
        className="max-h-[60vh] overflow-y-auto p-2"
      >
        {hits.map((hit, index) => (
          <button
            type="button"
            key={hit.id}
            id={`achado-${hit.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            onClick={() => go(hit)}
            onPointerMove={() => setChosen(index)}
            className="flex min-h-12 w-full items-center gap-3 rounded-control px-3 text-left aria-selected:bg-accent-tint"
          >
            <span className="min-w-0 flex-1 truncate font-medium">{hit.label}</span>
            <span className="shrink-0 text-note text-soft">{hit.note}</span>
          </button>
        ))}
      </div>
      {hits.length === 0 && (
        <p role="status" className="flex items-center gap-2 px-5 pb-5 text-soft">
          <CircleQuestionMark size={18} aria-hidden="true" />
          {m.search.nothing(text)}
        </p>
      )}
    </>
  )
}

function useHits(text: string): readonly Hit[] {
  const { branch, can } = useSession()
  const groups = useGroups()
  const wanted = text.trim()
  const asked = useDeferredValue(wanted)
  const products = useQuery({
    queryKey: ['inventory', 'search', branch?.id, asked],
    queryFn: () => api.inventory.list({ branch_id: branch?.id, search: asked, limit: 6 }),
    enabled: asked.length >= 2 && branch !== undefined,
    placeholderData: (before) => before,
  })
  const accounts = useQuery({
    queryKey: ['sync', 'accounts'],
    queryFn: () => bling.accounts(),
    enabled: wanted.length >= 2 && can('sync.read'),
  })
  const placed = useQuery({
    queryKey: ['orders', 'search', asked],
    queryFn: () => orders.list({ search: asked, limit: 4 }),
    enabled: asked.length >= 2 && can('orders.read'),
  })
  // Enter goes where one looks: what was found for fewer letters stays only while it still fits.
  const isEarlier = asked !== wanted || products.isPlaceholderData
  const found = (wanted.length < 2 ? [] : (products.data?.items ?? [])).filter(
    ({ product }) => !isEarlier || plain(`${product.name} ${product.sku}`).includes(plain(wanted)),
  )
  const places = groups
    .flatMap((group) => group.places)
    .filter(({ label }) => plain(label).includes(plain(wanted)))
    .map(({ path, label }) => ({ id: path.slice(1), label, note: m.search.places, to: path }))
  return [
    ...found.map(({ product }) => ({
      id: product.id,
      label: product.name,
      note: product.sku,
      to: `/estoque?busca=${encodeURIComponent(product.sku)}`,
    })),
    ...found.slice(0, 2).map(({ product }) => ({
      id: `por-que-${product.id}`,
      label: m.search.why(product.name),
      note: m.nav.estoque,
      to: `/estoque?busca=${encodeURIComponent(product.sku)}&porque=${product.id}`,
    })),
    ...(can('sync.read') ? found.slice(0, 2) : []).map(({ product }) => ({
      id: `nas-contas-${product.id}`,
      label: m.search.whySync(product.name),
      note: m.nav.sincronizacao,
      to: `/por-que?sku=${encodeURIComponent(product.sku)}`,
    })),
    ...(wanted.length < 2 ? [] : (accounts.data?.items ?? []))
      .filter(({ name }) => plain(name).includes(plain(wanted)))
      .map(({ id, name }) => ({ id, label: name, note: m.nav.contasBling, to: '/contas-bling' })),
    ...(asked === wanted && wanted.length >= 2 ? (placed.data?.items ?? []) : []).map((order) => ({
      id: order.id,
      label: m.orders.number(order.number),
      note: order.customer_name ?? m.nav.pedidos,
      to: `/pedidos?pedido=${order.id}`,
    })),
    ...places,
    ...(can('sync.read') && plain(m.why.title).includes(plain(wanted))
      ? [{ id: 'por-que', label: m.why.title, note: m.search.places, to: '/por-que' }]
      : []),
  ]
}
