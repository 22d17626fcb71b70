import { useMutation, useQueryClient } from '@tanstack/react-query'
import { FileSearch } from 'lucide-react'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { Button } from '../../components/button.tsx'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { SelectField } from '../../components/field.tsx'
import { Card } from '../../components/page.tsx'
import { Paged } from '../../components/paged.tsx'
import { PrintButton } from '../../components/print-button.tsx'
import { Empty, Refused } from '../../components/states.tsx'
import { When } from '../../components/when.tsx'
import { usePools } from '../../lib/places.ts'
import { type Plan, sync } from '../../lib/sync-calls.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { PlanView } from './plan-view.tsx'

type Head = Awaited<ReturnType<typeof sync.plans>>['items'][number]

/** Plans: make one, read it, agree to it; those that were made before. */
export function PlanList() {
  const [params, setParams] = useSearchParams()
  const open = params.get('plano')
  const show = (id: string) => setParams({ aba: 'plans', plano: id })
  if (open !== null)
    return <PlanView key={open} id={open} onBack={() => setParams({ aba: 'plans' })} onOther={show} />
  return (
    <>
      <MakePlan asked={params.get('pool')} onMade={show} />
      <Made onOpen={show} />
    </>
  )
}

function MakePlan({
  asked,
  onMade,
}: {
  readonly asked: string | null
  readonly onMade: (id: string) => void
}) {
  const { can } = useSession()
  const client = useQueryClient()
  const pools = usePools()
  const [chosen, setChosen] = useState(asked ?? '')
  const items = pools.data?.items ?? []
  const pool_id = items.find(({ id }) => id === chosen)?.id ?? items[0]?.id
  const making = useMutation({
    mutationFn: (id: string): Promise<Plan> => sync.makePlan({ pool_id: id }),
    onSuccess: async (plan) => {
      client.setQueryData(['sync', 'plan', plan.id], plan)
      onMade(plan.id)
    },
  })
  if (!can('sync.write') || pool_id === undefined) return null
  const texts = m.sync.plans
  return (
    <Card className="flex flex-col gap-3 p-4">
      <div className="flex flex-wrap items-end gap-3">
        <div className="min-w-0 flex-1 basis-52">
          <SelectField
            label={m.sync.start.pool}
            value={pool_id}
            onChange={(event) => setChosen(event.target.value)}
          >
            {items.map((pool) => (
              <option key={pool.id} value={pool.id}>
                {pool.name}
              </option>
            ))}
          </SelectField>
        </div>
        <Button
          look="main"
          className="h-12"
          disabled={making.isPending}
          onClick={() => making.mutate(pool_id)}
        >
          {making.isPending ? texts.making : texts.make}
        </Button>
      </div>
      <p role="status" className="text-note text-soft">
        {making.isPending ? texts.making : texts.makeNote}
      </p>
      <Refused error={making.error} />
    </Card>
  )
}

function Made({ onOpen }: { readonly onOpen: (id: string) => void }) {
  const pools = usePools()
  const texts = m.sync.plans
  const poolName = (id: string) =>
    pools.data?.items.find((pool) => pool.id === id)?.name ?? m.sync.unknownPool
  const columns: readonly Column<Head>[] = [
    { name: texts.title, cell: (row) => `${texts.kinds[row.kind]} · ${poolName(row.pool_id)}` },
    { name: m.sync.history.columns.when, cell: (row) => <When at={row.created_at} /> },
    { name: m.sync.history.columns.result, cell: (row) => texts.states[row.state] },
    { name: m.sync.history.columns.what, cell: outcomeText },
  ]
  const list = { columns, keyOf: (row: Head) => row.id }
  const source = {
    queryKey: ['sync', 'plans'],
    page: (cursor: string | undefined, limit = 50) => sync.plans({ cursor, limit }),
  }
  return (
    <>
      <PrintButton title={`${m.sync.title} · ${m.sync.tabs.plans}`} source={source} {...list} />
      <Paged
        {...source}
        empty={
          <Empty
            icon={<FileSearch size={36} className="text-accent" aria-hidden="true" />}
            title={texts.emptyTitle}
          >
            {texts.emptyText}
          </Empty>
        }
      >
        {(items) => (
          <DataTable<Head>
            caption={m.sync.tabs.plans}
            rows={items}
            onOpen={(row) => onOpen(row.id)}
            {...list}
          />
        )}
      </Paged>
    </>
  )
}

function outcomeText({ outcome }: Head): string {
  if (outcome === null) return ''
  const applied = outcome.filter(({ result }) => result === 'applied').length
  return m.sync.plans.applied(applied, outcome.length - applied)
}
