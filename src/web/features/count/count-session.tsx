import { ClipboardCheck, ScanBarcode } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import { emptyLevel, type Level } from '../../../domain/stock/level.ts'
import { Button } from '../../components/button.tsx'
import { Choice } from '../../components/field.tsx'
import { Card, FilterPill } from '../../components/page.tsx'
import { PrintButton } from '../../components/print-button.tsx'
import { ScanSheet } from '../../components/scan-sheet.tsx'
import { Empty, Failure, SkeletonRows } from '../../components/states.tsx'
import { ToProducts } from '../../components/to-products.tsx'
import { toast } from '../../components/toasts.tsx'
import { findCode } from '../../lib/find-code.ts'
import { levelOf } from '../../lib/level-of.ts'
import { useWedge } from '../../lib/use-wedge.ts'
import { m } from '../../messages/messages.ts'
import type { CountDraft } from '../../offline/device-database.ts'
import { useBranchStock } from '../../offline/use-branch-stock.ts'
import { type Session, useSession } from '../../session/session.tsx'
import { countColumns } from './count-columns.tsx'
import { CountLine } from './count-line.tsx'
import { DifferenceRows, differenceColumns } from './difference-rows.tsx'
import { type CountResult, Finish } from './finish.tsx'
import { useDraft } from './use-draft.ts'

const SHOWN_AT_ONCE = 40

/** A count from its first product to its differences; it may be left and taken up again. */
export function CountSession({
  branch_id,
  settings,
}: {
  readonly branch_id: string
  readonly settings: Session['settings']
}) {
  const count = useDraft(branch_id)
  const { stock, levels } = useBranchStock(branch_id, settings)
  const [result, setResult] = useState<CountResult | null>(null)
  if (stock.isPending || count.draft === undefined) return <SkeletonRows rows={6} className="h-36" />
  if (stock.isLoadingError) return <Failure error={stock.error} onRetry={() => void stock.refetch()} />
  const { items, ledger_seq } = stock.data
  if (items.length === 0)
    return (
      <Empty
        icon={<ClipboardCheck size={36} className="text-accent" aria-hidden="true" />}
        title={m.count.empty}
        action={<ToProducts />}
      >
        {m.count.emptyText}
      </Empty>
    )
  const nameOf = (id: string) => items.find((item) => item.product_id === id)?.product.name ?? ''
  const { draft } = count
  if (draft === null) {
    return (
      <>
        {result !== null && <Differences result={result} nameOf={nameOf} />}
        <Begin
          onBegin={(isBlind) => {
            setResult(null)
            void count.begin(isBlind)
          }}
        />
      </>
    )
  }
  return (
    <>
      <Shelf
        items={items}
        draft={draft}
        levels={levels}
        render={(item) => (
          <CountLine
            key={item.product_id}
            item={item}
            level={levels.get(item.product_id) ?? emptyLevel(levelOf(item))}
            line={draft.lines[item.product_id]}
            isBlind={draft.is_blind}
            onLine={(line) =>
              void count.setLine(item.product_id, line === null ? null : { ...line, ledger_seq })
            }
          />
        )}
      />
      <Finish
        draft={draft}
        all={items.length}
        levels={levels}
        nameOf={nameOf}
        onDiscard={() => void count.discard()}
        onDone={(made) => {
          setResult(made)
          void count.discard()
        }}
      />
    </>
  )
}

function Begin({ onBegin }: { readonly onBegin: (isBlind: boolean) => void }) {
  const [mode, setMode] = useState<'blind' | 'open'>('blind')
  return (
    <Card className="flex max-w-md flex-col gap-4 p-5">
      <p className="text-soft">{m.count.beginNote}</p>
      <Choice
        label={m.count.mode}
        value={mode}
        onChange={setMode}
        options={[
          { value: 'blind', label: m.count.blind },
          { value: 'open', label: m.count.open },
        ]}
      />
      <Button look="main" size="large" onClick={() => onBegin(mode === 'blind')}>
        {m.count.begin}
      </Button>
    </Card>
  )
}

type Items = NonNullable<ReturnType<typeof useBranchStock>['stock']['data']>['items']

function Shelf({
  items,
  draft,
  levels,
  render,
}: {
  readonly items: Items
  readonly draft: CountDraft
  readonly levels: ReadonlyMap<string, Level>
  readonly render: (item: Items[number]) => React.ReactNode
}) {
  const { branch } = useSession()
  const [search, setSearch] = useState('')
  const [isScanning, setScanning] = useState(false)
  const [isMissingOnly, setMissingOnly] = useState(false)
  const [most, setMost] = useState(SHOWN_AT_ONCE)
  const shown = useMemo(() => {
    const wanted = search.trim().toLowerCase()
    return items.filter(({ product_id, product }) => {
      if (isMissingOnly && draft.lines[product_id] !== undefined) return false
      const text =
        `${product.name} ${product.sku} ${product.gtin ?? ''} ${product.box_gtin ?? ''}`.toLowerCase()
      return text.includes(wanted)
    })
  }, [items, search, isMissingOnly, draft.lines])
  const scan = useCallback(
    (code: string) => {
      const found = findCode(items, code)
      if (found === null) {
        toast(m.till.scanUnknown(code), { tone: 'warn' })
        return false
      }
      setMissingOnly(false)
      setSearch(found.item.product.sku)
      return true
    },
    [items],
  )
  useWedge(scan)
  return (
    <>
      <PrintButton
        title={m.count.title}
        about={branch?.name}
        filters={() => [
          [m.print.search, search],
          [m.print.only, isMissingOnly ? m.count.onlyMissing : undefined],
          [m.count.mode, draft.is_blind ? m.count.blind : m.count.open],
        ]}
        columns={countColumns(draft, levels)}
        keyOf={(row) => row.product_id}
        source={{ rows: shown }}
      />
      <div className="flex flex-wrap gap-2">
        <input
          type="search"
          aria-label={m.count.search}
          placeholder={m.count.search}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={(event) => {
            const isCode = /^\d{8,14}$/.test(search.trim())
            if (event.key === 'Enter' && isCode) scan(search.trim())
          }}
          className="h-12 min-w-0 flex-1 basis-48 rounded-control border border-line bg-surface px-4 text-lead"
        />
        <button
          type="button"
          aria-label={m.till.scan}
          onClick={() => setScanning(true)}
          className="grid size-12 shrink-0 place-items-center rounded-control bg-accent-tint text-accent"
        >
          <ScanBarcode size={24} aria-hidden="true" />
        </button>
        <FilterPill isOn={!isMissingOnly} onClick={() => setMissingOnly(false)}>
          {m.count.everything}
        </FilterPill>
        <FilterPill isOn={isMissingOnly} onClick={() => setMissingOnly(true)}>
          {m.count.onlyMissing}
        </FilterPill>
      </div>
      <ul className="flex flex-col gap-3">{shown.slice(0, most).map(render)}</ul>
      {shown.length > most && <Button onClick={() => setMost(most + SHOWN_AT_ONCE)}>{m.count.more}</Button>}
      {isScanning && <ScanSheet onCode={scan} onClose={() => setScanning(false)} />}
    </>
  )
}

function Differences({
  result,
  nameOf,
}: {
  readonly result: CountResult
  readonly nameOf: (id: string) => string
}) {
  const { differences, isKept } = result
  const { branch } = useSession()
  const rows = differences.map(({ product_id, expected_quantity, counted_quantity }) => ({
    product_id,
    name: nameOf(product_id),
    expected: expected_quantity,
    counted: counted_quantity,
  }))
  return (
    <Card className="flex flex-col gap-2 p-5">
      <div role="status">
        <h2 className="text-lead font-semibold">{isKept ? m.count.resultKept : m.count.resultTitle}</h2>
        {!isKept && (
          <p className="text-soft">
            {differences.length === 0 ? m.count.resultSame : m.count.result(differences.length)}
          </p>
        )}
      </div>
      <DifferenceRows rows={rows} />
      {rows.length > 0 && (
        <PrintButton
          title={m.count.resultTitle}
          about={branch?.name}
          columns={differenceColumns()}
          keyOf={(row) => row.product_id}
          source={{ rows }}
        />
      )}
    </Card>
  )
}
