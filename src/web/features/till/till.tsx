import { ScanBarcode } from 'lucide-react'
import { useCallback, useDeferredValue, useMemo, useState } from 'react'
import { emptyLevel } from '../../../domain/stock/level.ts'
import type { SoldAs } from '../../../domain/stock/sale.ts'
import { FilterPill, PillRow } from '../../components/page.tsx'
import { ScanSheet } from '../../components/scan-sheet.tsx'
import { Empty, Failure, Skeleton } from '../../components/states.tsx'
import { ToProducts } from '../../components/to-products.tsx'
import { toast } from '../../components/toasts.tsx'
import { dateText } from '../../lib/dates.ts'
import { findCode } from '../../lib/find-code.ts'
import { type InventoryItem, levelOf } from '../../lib/level-of.ts'
import { productSearch } from '../../lib/product-search.ts'
import { useWedge } from '../../lib/use-wedge.ts'
import { m } from '../../messages/messages.ts'
import { saleProductOf } from '../../offline/projection.ts'
import { useBranchStock } from '../../offline/use-branch-stock.ts'
import type { Session } from '../../session/session.tsx'
import { addToCart, type Cart, changeLine } from './cart.ts'
import { CartPanel } from './cart-panel.tsx'
import { KeptSales } from './kept-sales.tsx'
import { planCart } from './plan-cart.ts'
import { ProductCard } from './product-card.tsx'
import { ReceiptSheet } from './receipt-sheet.tsx'
import { ReceiveSheet } from './receive-sheet.tsx'
import { useCart } from './use-cart.ts'
import { type Receipt, useRecordSale } from './use-sale.ts'

/** More cards than this are a search, not a look. */
const MOST_CARDS = 60

/** The till of one branch. */
export function Till({
  branch,
  settings,
}: {
  readonly branch: NonNullable<Session['branch']>
  readonly settings: Session['settings']
}) {
  const { stock, levels } = useBranchStock(branch.id, settings)
  const { cart: kept, setCart, take } = useCart(branch)
  const [step, setStep] = useState<'choose' | 'receive' | 'scan'>('choose')
  const [receipt, setReceipt] = useState<Receipt | null>(null)
  const items = stock.data?.items ?? NO_ITEMS
  const byId = useMemo(() => new Map(items.map((item) => [item.product_id, item])), [items])
  const products = useMemo(
    () => new Map(items.map((item) => [item.product_id, saleProductOf(item)])),
    [items],
  )
  const recording = useRecordSale(branch.id, {
    setCart,
    onDone: (made) => {
      setReceipt(made)
      setStep('choose')
    },
  })
  const cart = recording.isPending ? recording.variables.cart : kept
  const plan = planCart(cart, levels, products, settings)
  const add = useCallback(
    (item: InventoryItem, as: SoldAs) => setCart((before) => addToCart(before, item.product_id, as)),
    [setCart],
  )
  const scan = useCallback(
    (code: string) => {
      const found = findCode(items, code)
      if (found === null) toast(m.till.scanUnknown(code), { tone: 'warn' })
      else {
        add(found.item, found.sold_as)
        toast(m.till.scanned(found.item.product.name))
      }
      return found !== null
    },
    [items, add],
  )
  useWedge(scan)
  if (stock.isPending) return <TillSkeleton />
  if (stock.isLoadingError) return <Failure error={stock.error} onRetry={() => void stock.refetch()} />
  return (
    <div className="flex min-h-0 flex-col gap-4 md:flex-row md:items-start">
      <div className="flex min-w-0 flex-1 flex-col gap-3 pb-4">
        <KeptSales here={branch} onTake={take} />
        {stock.data.isKept && (
          <p role="status" className="text-note text-warn">
            {m.till.savedList(dateText(stock.data.taken_at, new Date()))}
          </p>
        )}
        <Shelf
          items={items}
          levels={levels}
          cart={cart}
          onAdd={add}
          onCode={scan}
          onScan={() => setStep('scan')}
        />
      </div>
      <aside
        className={`sticky bottom-[calc(4rem+env(safe-area-inset-bottom))] z-10 -mx-4 flex max-h-[46dvh] flex-col rounded-t-sheet border-line border-t bg-raised md:top-6 md:bottom-auto md:mx-0 md:max-h-[calc(100dvh-3rem)] md:w-[380px] md:shrink-0 md:rounded-card md:border ${cart.length === 0 ? `hidden ${items.length === 0 ? '' : 'md:flex'}` : 'shadow-float md:shadow-none'}`}
      >
        <CartPanel
          cart={cart}
          plan={plan}
          items={byId}
          onChange={(line, quantity) => setCart((before) => changeLine(before, line, { quantity }))}
          onClear={() => setCart(() => [])}
          onReceive={() => {
            recording.reset()
            setStep('receive')
          }}
        />
      </aside>
      {step === 'receive' && (
        <ReceiveSheet
          cart={cart}
          plan={plan}
          error={recording.error}
          isBusy={recording.isPending}
          onPay={(payment) => recording.mutate({ cart, plan, payment })}
          onCart={(next) => {
            recording.reset()
            setCart(() => next)
          }}
          onClose={() => setStep('choose')}
        />
      )}
      {step === 'scan' && <ScanSheet onCode={scan} onClose={() => setStep('choose')} />}
      {receipt !== null && <ReceiptSheet receipt={receipt} onClose={() => setReceipt(null)} />}
    </div>
  )
}

const NO_ITEMS: readonly InventoryItem[] = []

function Shelf({
  items,
  levels,
  cart,
  onAdd,
  onCode,
  onScan,
}: {
  readonly items: readonly InventoryItem[]
  readonly levels: ReturnType<typeof useBranchStock>['levels']
  readonly cart: Cart
  readonly onAdd: (item: InventoryItem, as: SoldAs) => void
  readonly onCode: (code: string) => boolean
  readonly onScan: () => void
}) {
  const [search, setSearch] = useState('')
  const [category, setCategory] = useState<string | null>(null)
  const categories = useMemo(
    () => [...new Set(items.map((item) => item.product.category))].filter((name) => name !== '').sort(),
    [items],
  )
  const ranked = useMemo(() => mostSoldFirst(items), [items])
  // What is typed stands at once; the cards follow as soon as there is time, also among ten thousand products.
  const seen = useDeferredValue(search)
  const shown = useMemo(() => chosen(ranked, seen, category), [ranked, seen, category])
  if (items.length === 0)
    return (
      <Empty
        icon={<ScanBarcode size={36} className="text-accent" aria-hidden="true" />}
        title={m.till.emptyTitle}
        action={<ToProducts />}
      >
        {m.till.emptyText}
      </Empty>
    )
  const enter = () => {
    const found = chosen(ranked, search, category)
    const [only] = found
    if (/^\d{8,14}$/.test(search.trim())) onCode(search.trim())
    else if (only !== undefined && found.length === 1)
      onAdd(only, only.product.dose_enabled ? 'dose' : 'unit')
    else return
    setSearch('')
  }
  return (
    <div className="flex flex-col gap-3">
      <form
        className="flex gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          enter()
        }}
      >
        <input
          type="search"
          aria-label={m.till.search}
          placeholder={m.till.search}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="h-12 min-w-0 flex-1 rounded-control border border-line bg-surface px-4 text-lead"
        />
        <button
          type="button"
          aria-label={m.till.scan}
          onClick={onScan}
          className="grid size-12 shrink-0 place-items-center rounded-control bg-accent-tint text-accent"
        >
          <ScanBarcode size={24} aria-hidden="true" />
        </button>
      </form>
      <PillRow isOneLine label={m.till.categories}>
        <FilterPill isOn={category === null} onClick={() => setCategory(null)}>
          {m.till.best}
        </FilterPill>
        {categories.map((name) => (
          <FilterPill key={name} isOn={category === name} onClick={() => setCategory(name)}>
            {name}
          </FilterPill>
        ))}
      </PillRow>
      {shown.length === 0 && <Empty title={m.till.nothing(seen)} />}
      <ul className="grid grid-cols-2 gap-3 pt-1 sm:grid-cols-3 lg:grid-cols-3 xl:grid-cols-4">
        {shown.slice(0, MOST_CARDS).map((item) => (
          <ProductCard
            key={item.product_id}
            item={item}
            level={levels.get(item.product_id) ?? emptyLevel(levelOf(item))}
            inCart={cart
              .filter((line) => line.product_id === item.product_id)
              .reduce((sum, line) => sum + line.quantity, 0)}
            onAdd={onAdd}
          />
        ))}
      </ul>
    </div>
  )
}

function mostSoldFirst(items: readonly InventoryItem[]): readonly InventoryItem[] {
  return items.toSorted((one, other) => other.consumption_avg_15d - one.consumption_avg_15d)
}

/** What fits the search and the category. */
function chosen(
  items: readonly InventoryItem[],
  search: string,
  category: string | null,
): readonly InventoryItem[] {
  return items
    .filter((item) => category === null || item.product.category === category)
    .filter(productSearch(search))
}

function TillSkeleton() {
  return (
    <div role="status" aria-label={m.states.loading} className="flex items-start gap-4">
      <div className="flex min-w-0 flex-1 flex-col gap-3">
        <Skeleton className="h-12" />
        <div className="grid grid-cols-2 gap-3 sm:grid-cols-3 xl:grid-cols-4">
          {[1, 2, 3, 4, 5, 6, 7, 8].map((card) => (
            <Skeleton key={card} className="h-48 rounded-card" />
          ))}
        </div>
      </div>
      <Skeleton className="hidden h-17 shrink-0 rounded-card md:block md:w-[380px]" />
    </div>
  )
}
