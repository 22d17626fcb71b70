import { History } from 'lucide-react'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { Paged } from '../../components/paged.tsx'
import { PrintButton } from '../../components/print-button.tsx'
import { Empty } from '../../components/states.tsx'
import { When } from '../../components/when.tsx'
import { countText } from '../../lib/format.ts'
import { type ProductRun, siteProducts } from '../../lib/site-product-calls.ts'
import { m } from '../../messages/messages.ts'
import { linesOf } from './run-progress.tsx'
import { RunView } from './run-view.tsx'

/** What was written, from the newest back; one of them opened. */
export function RunList({
  site_id,
  site_name,
  open,
  onOpen,
}: {
  readonly site_id: string
  readonly site_name: string
  readonly open: string | null
  readonly onOpen: (run_id: string | null) => void
}) {
  const texts = m.siteProducts.runs
  if (open !== null) return <RunView key={open} site_id={site_id} run_id={open} onBack={() => onOpen(null)} />
  const columns: readonly Column<ProductRun>[] = [
    { name: texts.what, cell: (run) => texts.origin[run.origin] },
    { name: texts.when, cell: (run) => <When at={run.started_at} /> },
    { name: texts.state, cell: (run) => texts.states[run.state] },
    {
      name: texts.result,
      cell: (run) => texts.summary(countText(run.lines.done), countText(linesOf(run))),
    },
  ]
  const list = {
    queryKey: ['site-products', site_id, 'runs'],
    page: (cursor: string | undefined, limit?: number) => siteProducts.runs(site_id, { cursor, limit }),
  }
  return (
    <>
      <PrintButton
        title={`${m.siteProducts.title} · ${m.siteProducts.tabs.runs}`}
        about={site_name}
        columns={columns}
        keyOf={({ id }) => id}
        source={list}
      />
      <Paged<ProductRun>
        {...list}
        empty={
          <Empty
            icon={<History size={36} className="text-accent" aria-hidden="true" />}
            title={texts.emptyTitle}
          >
            {texts.emptyText}
          </Empty>
        }
      >
        {(runs) => (
          <DataTable<ProductRun>
            caption={m.siteProducts.tabs.runs}
            rows={runs}
            keyOf={({ id }) => id}
            onOpen={({ id }) => onOpen(id)}
            columns={columns}
          />
        )}
      </Paged>
    </>
  )
}
