import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Got } from '../../../client/api-types.ts'
import type { divergence } from '../../../contract/insight.ts'
import { Button } from '../../components/button.tsx'
import type { Column } from '../../components/data-table.tsx'
import { TextField } from '../../components/field.tsx'
import { MovementLine } from '../../components/movement-line.tsx'
import { Card, FilterPill } from '../../components/page.tsx'
import { Paged } from '../../components/paged.tsx'
import { PrintButton } from '../../components/print-button.tsx'
import { Empty, Refused } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { When } from '../../components/when.tsx'
import { admin } from '../../lib/admin-calls.ts'
import { api } from '../../lib/api.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'

type Divergence = Got<typeof divergence>

/** What does not add up by itself: each with the movements around it and one place to say what was done. */
export function DivergenceList() {
  const { can } = useSession()
  const [isOpen, setOpen] = useState(true)
  const texts = m.divergences
  const list = {
    queryKey: ['divergences', isOpen],
    page: (cursor: string | undefined, limit = 20) => api.ledger.divergences({ open: isOpen, cursor, limit }),
  }
  return (
    <>
      <PrintButton
        title={texts.title}
        filters={() => [[m.print.only, isOpen ? texts.open : texts.resolved]]}
        columns={printedColumns()}
        keyOf={(row) => row.id}
        source={list}
      />
      {can('stock.resolve') && <Quarantine />}
      <div className="flex gap-2">
        <FilterPill isOn={isOpen} onClick={() => setOpen(true)}>
          {texts.open}
        </FilterPill>
        <FilterPill isOn={!isOpen} onClick={() => setOpen(false)}>
          {texts.resolved}
        </FilterPill>
      </div>
      <Paged
        {...list}
        empty={
          <Empty
            icon={<CircleCheck size={36} className="text-good" aria-hidden="true" />}
            title={texts.emptyTitle}
          >
            {texts.emptyText}
          </Empty>
        }
      >
        {(items) => items.map((one) => <DivergenceCard key={one.id} divergence={one} />)}
      </Paged>
    </>
  )
}

function printedColumns(): readonly Column<Divergence>[] {
  const { columns } = m.movements
  return [
    { name: columns.product, cell: (row) => row.product_name },
    { name: columns.type, cell: (row) => m.divergences.kinds[row.kind] },
    { name: m.movements.branch, cell: (row) => row.branch_name },
    { name: columns.at, cell: (row) => <When at={row.opened_at} /> },
    { name: m.divergences.resolution, cell: (row) => row.resolution },
    { name: columns.responsible, cell: (row) => row.resolved_by_name },
  ]
}

function DivergenceCard({ divergence }: { readonly divergence: Divergence }) {
  const { can } = useSession()
  const texts = m.divergences
  return (
    <Card className="flex flex-col gap-3 p-4">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2 className="text-lead font-semibold">{texts.kinds[divergence.kind]}</h2>
        <span className="min-w-0 flex-1">
          {divergence.sku === null ? (
            divergence.product_name
          ) : (
            <Link
              className="text-accent underline underline-offset-2"
              to={`/estoque?busca=${encodeURIComponent(divergence.sku)}`}
            >
              {divergence.product_name}
            </Link>
          )}
        </span>
        <span className="text-note text-soft">
          {divergence.branch_name} · <When at={divergence.opened_at} />
        </span>
      </div>
      {divergence.movements.length > 0 && (
        <details>
          <summary className="cursor-pointer py-1 text-note text-soft">{texts.around}</summary>
          <ol className="divide-y divide-line">
            {divergence.movements.map((movement) => (
              <li key={movement.id} className="py-2">
                <MovementLine movement={movement} />
              </li>
            ))}
          </ol>
        </details>
      )}
      {divergence.resolved_at !== null && (
        <p className="text-soft">
          {texts.resolvedBy(divergence.resolved_by_name ?? '')} · <When at={divergence.resolved_at} />:{' '}
          {divergence.resolution}
        </p>
      )}
      {divergence.resolved_at === null && can('stock.resolve') && <Resolve id={divergence.id} />}
    </Card>
  )
}

function Resolve({ id }: { readonly id: string }) {
  const client = useQueryClient()
  const [resolution, setResolution] = useState('')
  const key = useCommandKey([id, resolution])
  const resolving = useMutation({
    mutationFn: () => api.ledger.resolve(id, { resolution }, { idempotency_key: key }),
    onSuccess: async () => {
      toast(m.divergences.done)
      await client.invalidateQueries()
    },
  })
  return (
    <form
      className="flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        resolving.mutate()
      }}
    >
      <div className="min-w-0 flex-1 basis-60">
        <TextField
          label={m.divergences.resolution}
          placeholder={m.divergences.advice}
          required
          maxLength={500}
          value={resolution}
          onChange={(event) => setResolution(event.target.value)}
        />
      </div>
      <Button type="submit" className="h-12" disabled={resolving.isPending}>
        {m.divergences.resolve}
      </Button>
      <Refused error={resolving.error} />
    </form>
  )
}

function Quarantine() {
  const client = useQueryClient()
  const waiting = useQuery({ queryKey: ['quarantine'], queryFn: () => admin.quarantine() })
  const settling = useMutation({
    mutationFn: async ({ op_id, isDismissed }: { op_id: string; isDismissed: boolean }) => {
      if (isDismissed) {
        await admin.dismiss(op_id)
        return m.divergences.dismissed
      }
      const { result } = await admin.reprocess(op_id)
      return result === 'quarantined' ? m.divergences.stillWaiting : m.divergences.reprocessed
    },
    onSuccess: async (text) => {
      toast(text)
      await client.invalidateQueries()
    },
  })
  const items = waiting.data?.items ?? []
  if (items.length === 0) return null
  return (
    <Card className="flex flex-col gap-2 p-4">
      <h2 className="text-lead font-semibold">{m.divergences.quarantine}</h2>
      <p className="text-soft">{m.divergences.quarantineNote}</p>
      <Refused error={settling.error} />
      <ul className="divide-y divide-line">
        {items.map(({ op_id, kind, device_id, occurred_at, code }) => (
          <li key={op_id} className="flex flex-wrap items-center gap-3 py-3">
            <span className="min-w-0 flex-1">
              <span className="font-semibold">{m.movements.types[kind] ?? kind}</span>
              <span className="block text-note text-soft">
                <When at={occurred_at} /> · {device_id} · {code}
              </span>
            </span>
            <Button
              disabled={settling.isPending}
              onClick={() => settling.mutate({ op_id, isDismissed: false })}
            >
              {m.divergences.reprocess}
            </Button>
            <Button
              look="quiet"
              disabled={settling.isPending}
              onClick={() => settling.mutate({ op_id, isDismissed: true })}
            >
              {m.divergences.dismiss}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  )
}
