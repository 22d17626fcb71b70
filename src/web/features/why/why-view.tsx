import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, CircleQuestionMark, Hourglass, RefreshCw } from 'lucide-react'
import { useNavigate, useSearchParams } from 'react-router'
import { ProblemError } from '../../../client/problem-error.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { ProductPicker } from '../../components/product-picker.tsx'
import { Empty, Failure, Refused, SkeletonRows } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { When } from '../../components/when.tsx'
import { api } from '../../lib/api.ts'
import { unitsText } from '../../lib/format.ts'
import { usePools } from '../../lib/places.ts'
import { reasonText } from '../../lib/reason-text.ts'
import { type SyncSku, sync } from '../../lib/sync-calls.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { Orders } from './orders.tsx'
import { PoolDrawing } from './pool-drawing.tsx'
import { WhyHistory } from './why-history.tsx'

/** "Por que este número?" for the SKU in the address, or a search for one. */
export function WhyView() {
  const [params, setParams] = useSearchParams()
  const { branch } = useSession()
  const sku = params.get('sku')
  return (
    <>
      {branch !== undefined && (
        <div className="max-w-md">
          <ProductPicker branch_id={branch.id} onPick={({ product }) => setParams({ sku: product.sku })} />
        </div>
      )}
      {sku === null ? (
        <Empty
          icon={<CircleQuestionMark size={36} className="text-accent" aria-hidden="true" />}
          title={m.why.choose}
        >
          {m.why.chooseText}
        </Empty>
      ) : (
        <OfSku key={sku} sku={sku} />
      )}
    </>
  )
}

function OfSku({ sku }: { readonly sku: string }) {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['sync', 'sku', sku],
    queryFn: () => sync.sku(sku),
  })
  const pools = usePools()
  if (isPending) return <SkeletonRows rows={4} className="h-24" />
  if (data === undefined)
    return error instanceof ProblemError && error.status === 404 ? (
      <Empty title={m.why.unknownTitle}>{m.why.unknownText}</Empty>
    ) : (
      <Failure error={error} onRetry={() => void refetch()} />
    )
  const poolName = (id: string) => pools.data?.items.find((pool) => pool.id === id)?.name ?? ''
  return (
    <>
      <Head sku={data} />
      {data.pools.length === 0 && <p className="text-soft">{m.why.noneTitle}</p>}
      {data.pools.map((decision) => (
        <PoolDrawing key={decision.pool_id} decision={decision} poolName={poolName(decision.pool_id)} />
      ))}
      <Orders sku={sku} />
      <WhyHistory sku={sku} writes={data.writes} />
    </>
  )
}

function Head({ sku: shown }: { readonly sku: SyncSku }) {
  const { sku, kit_available, pools } = shown
  const { can, branch } = useSession()
  const client = useQueryClient()
  const navigate = useNavigate()
  const found = useQuery({
    queryKey: ['inventory', 'search', branch?.id, sku],
    queryFn: () => api.inventory.list({ branch_id: branch?.id, search: sku, limit: 6 }),
    enabled: branch !== undefined,
  })
  const name = found.data?.items.find(({ product }) => product.sku === sku)?.product.name
  const starting = useMutation({
    mutationFn: () => sync.startRun({ skus: [sku] }),
    onSuccess: async () => {
      toast(m.why.started)
      await client.invalidateQueries({ queryKey: ['sync'] })
    },
  })
  const pool_id = pools[0]?.pool_id
  const simulating = useMutation({
    mutationFn: (id: string) => sync.makePlan({ pool_id: id, skus: [sku] }),
    onSuccess: ({ id }) => navigate(`/sincronizacao?aba=plans&plano=${id}`),
  })
  return (
    <div className="flex flex-wrap items-center gap-3">
      <h2 className="min-w-0 flex-1 basis-60 text-title font-bold">
        {name} <span className="font-normal text-soft">{sku}</span>
      </h2>
      <Standing sku={shown} />
      {can('sync.write') && (
        <span className="flex flex-wrap gap-2">
          {pool_id !== undefined && (
            <Button disabled={simulating.isPending} onClick={() => simulating.mutate(pool_id)}>
              {m.why.simulate}
            </Button>
          )}
          <Button look="main" disabled={starting.isPending} onClick={() => starting.mutate()}>
            {m.why.syncNow}
          </Button>
        </span>
      )}
      <Refused error={starting.error ?? simulating.error} />
      {kit_available !== null && pools.every(({ available }) => available === null) && (
        <p className="w-full text-soft">{m.why.kit(unitsText(kit_available))}</p>
      )}
    </div>
  )
}

/** Whether the number can be trusted now: waiting for a whole look, stopped by something, on its way, or right. */
function Standing({ sku: { due_at, suspect_since, suspect_reason, pools } }: { readonly sku: SyncSku }) {
  if (suspect_since !== null)
    return (
      <span className="flex flex-wrap items-center gap-2">
        <Badge tone="warn" Icon={Hourglass}>
          {m.why.suspect} <When at={suspect_since} />
        </Badge>
        {suspect_reason !== null && <span className="text-note">{reasonText(suspect_reason)}</span>}
      </span>
    )
  if (pools.some(({ state }) => state === 'pending'))
    return (
      <Badge tone="warn" Icon={Hourglass}>
        {m.why.pending}
      </Badge>
    )
  return (
    <Badge tone={due_at === null ? 'good' : 'calm'} Icon={due_at === null ? CircleCheck : RefreshCw}>
      {due_at === null ? m.why.upToDate : m.why.due}
    </Badge>
  )
}
