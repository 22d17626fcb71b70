import { Download, Package, Plus, Upload } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { FilterPill } from '../../components/page.tsx'
import { Paged } from '../../components/paged.tsx'
import { PrintButton } from '../../components/print-button.tsx'
import { Empty } from '../../components/states.tsx'
import { api } from '../../lib/api.ts'
import { moneyText } from '../../lib/format.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { ImportSheet } from './import-sheet.tsx'
import type { Product } from './product-form.ts'
import { ProductSheet } from './product-sheet.tsx'

/** The catalogue: found, opened, made, brought in and taken out. */
export function ProductList() {
  const { can } = useSession()
  const [search, setSearch] = useState('')
  const [isActive, setActive] = useState(true)
  const [open, setOpen] = useState<Product | 'new' | 'import' | null>(null)
  const mayWrite = can('catalog.write')
  const add = mayWrite && (
    <Button look="main" onClick={() => setOpen('new')}>
      <Plus size={18} aria-hidden="true" />
      {m.catalog.new}
    </Button>
  )
  const list = {
    queryKey: ['products', search, isActive],
    page: (cursor: string | undefined, limit = 50) =>
      api.products.list({
        cursor,
        limit,
        is_active: isActive,
        search: search === '' ? undefined : search,
      }),
  }
  return (
    <>
      <PrintButton<Product>
        title={m.catalog.title}
        filters={() => [
          [m.print.search, search],
          [m.print.only, isActive ? m.catalog.active : m.catalog.archived],
        ]}
        columns={productColumns()}
        keyOf={(row) => row.id}
        source={list}
      />
      <div className="flex flex-wrap gap-2">
        <input
          type="search"
          aria-label={m.catalog.search}
          placeholder={m.catalog.search}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="h-11 min-w-0 grow basis-full rounded-control md:flex-1 md:basis-64 border border-line bg-surface px-4"
        />
        <FilterPill isOn={isActive} onClick={() => setActive(true)}>
          {m.catalog.active}
        </FilterPill>
        <FilterPill isOn={!isActive} onClick={() => setActive(false)}>
          {m.catalog.archived}
        </FilterPill>
        {mayWrite && (
          <Button onClick={() => setOpen('import')}>
            <Upload size={18} aria-hidden="true" />
            {m.catalog.import}
          </Button>
        )}
        <Button onClick={() => void download()}>
          <Download size={18} aria-hidden="true" />
          {m.catalog.export}
        </Button>
        {add}
      </div>
      <Paged
        {...list}
        empty={
          search === '' && isActive ? (
            <Empty
              icon={<Package size={36} className="text-accent" aria-hidden="true" />}
              title={m.catalog.emptyTitle}
              action={add}
            >
              {m.catalog.emptyText}
            </Empty>
          ) : (
            <Empty title={m.catalog.nothing} />
          )
        }
      >
        {(items) => (
          <DataTable<Product>
            caption={m.catalog.title}
            rows={items}
            keyOf={(row) => row.id}
            {...(mayWrite ? { onOpen: setOpen } : {})}
            columns={productColumns()}
          />
        )}
      </Paged>
      {open === 'import' && <ImportSheet onClose={() => setOpen(null)} />}
      {open !== null && open !== 'import' && (
        <ProductSheet product={open === 'new' ? null : open} onClose={() => setOpen(null)} />
      )}
    </>
  )
}

function productColumns(): readonly Column<Product>[] {
  const money = (cents: number | null) => (cents === null ? null : moneyText(cents))
  const { columns } = m.catalog
  return [
    { name: columns.name, cell: (row) => row.name },
    { name: columns.sku, cell: (row) => row.sku },
    { name: columns.category, cell: (row) => row.category || null },
    { name: columns.unit, isNumber: true, cell: (row) => money(row.unit_price_cents) },
    {
      name: columns.box,
      isNumber: true,
      cell: (row) => (row.units_per_box === null ? null : m.stock.shortUnits(row.units_per_box)),
    },
    { name: columns.dose, isNumber: true, cell: (row) => money(row.dose_price_cents) },
    {
      name: columns.muntu,
      isNumber: true,
      cell: (row) =>
        row.muntu_enabled && row.muntu_price_cents !== null
          ? `${row.muntu_quantity} × ${moneyText(row.muntu_price_cents)}`
          : null,
    },
  ]
}

async function download(): Promise<void> {
  const csv = await api.products.export()
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([csv], { type: 'text/csv' }))
  link.download = 'produtos.csv'
  link.click()
  URL.revokeObjectURL(link.href)
}
