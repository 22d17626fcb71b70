import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { CheckField, TextField } from '../../components/field.tsx'
import { Notice } from '../../components/notice.tsx'
import { Failure, Refused, SkeletonRows } from '../../components/states.tsx'
import { When } from '../../components/when.tsx'
import { exactDateText } from '../../lib/dates.ts'
import { unitsText } from '../../lib/format.ts'
import { type Plan, sync } from '../../lib/sync-calls.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { PlanLeftovers } from './plan-leftovers.tsx'
import { PlanLines } from './plan-lines.tsx'

/** One plan: why it waits, every balance now and new, what became of each, and the button that agrees. */
export function PlanView({
  id,
  onBack,
  onOther,
}: {
  readonly id: string
  readonly onBack: () => void
  readonly onOther: (id: string) => void
}) {
  const plan = useQuery({ queryKey: ['sync', 'plan', id], queryFn: () => sync.plan(id) })
  return (
    <>
      <Button look="quiet" className="self-start" onClick={onBack}>
        <ArrowLeft size={18} aria-hidden="true" />
        {m.sync.tabs.plans}
      </Button>
      {plan.isPending && <SkeletonRows rows={6} className="h-14" />}
      {plan.isError && <Failure error={plan.error} onRetry={() => void plan.refetch()} />}
      {plan.data !== undefined && <Facts plan={plan.data} onOther={onOther} />}
    </>
  )
}

function Facts({ plan, onOther }: { readonly plan: Plan; readonly onOther: (id: string) => void }) {
  const [search, setSearch] = useState('')
  const [isTrouble, setTrouble] = useState(false)
  const texts = m.sync.plans
  const outcomes = new Map(plan.outcome?.map((one) => [`${one.sku}/${one.deposit_id ?? one.site_id}`, one]))
  const lines = plan.lines
    .map((line) => ({ ...line, outcome: outcomes.get(`${line.sku}/${line.deposit_id ?? line.site_id}`) }))
    .filter(({ sku }) => sku.toLowerCase().includes(search.trim().toLowerCase()))
    .filter(({ outcome }) => !isTrouble || (outcome !== undefined && outcome.result !== 'applied'))
  const applied = plan.outcome?.filter(({ result }) => result === 'applied').length ?? 0
  return (
    <>
      <div className="flex flex-col gap-1">
        <h2 className="text-lead font-semibold">
          {texts.kinds[plan.kind]} · {texts.states[plan.state]}
        </h2>
        <p className="text-soft">
          <When at={plan.created_at} /> · {texts.looked(plan.looked_skus)} · {texts.lines(plan.lines.length)}
        </p>
      </div>
      {plan.causes.map((cause) => (
        <Notice key={String(cause['code'])} tone="warn">
          {causeText(cause)}
        </Notice>
      ))}
      {plan.oversell_bound > 0 && plan.state === 'open' && (
        <Notice tone="warn">{texts.bound(unitsText(plan.oversell_bound))}</Notice>
      )}
      {plan.outcome !== null && (
        <Notice tone={applied === plan.outcome.length ? 'good' : 'warn'}>
          {texts.applied(applied, plan.outcome.length - applied)}
        </Notice>
      )}
      <Actions plan={plan} onOther={onOther} />
      {plan.lines.length === 0 ? (
        <p className="py-6 text-center text-soft">{texts.noLines}</p>
      ) : (
        <>
          <div className="flex flex-wrap items-end gap-4">
            <div className="min-w-0 flex-1 basis-52">
              <TextField
                label={texts.search}
                type="search"
                value={search}
                onChange={(event) => setSearch(event.target.value)}
              />
            </div>
            {plan.outcome !== null && (
              <CheckField
                label={texts.onlyTrouble}
                checked={isTrouble}
                onChange={(event) => setTrouble(event.target.checked)}
              />
            )}
          </div>
          <PlanLines
            lines={lines}
            about={`${texts.kinds[plan.kind]} · ${texts.states[plan.state]} · ${exactDateText(plan.created_at)}`}
            filters={[
              [m.print.search, search.trim()],
              [m.print.only, isTrouble ? texts.onlyTrouble : undefined],
            ]}
          />
        </>
      )}
      <PlanLeftovers plan={plan} />
    </>
  )
}

function Actions({ plan, onOther }: { readonly plan: Plan; readonly onOther: (id: string) => void }) {
  const { can } = useSession()
  const client = useQueryClient()
  const texts = m.sync.plans
  const applying = useMutation({
    mutationFn: () => sync.applyPlan(plan.id),
    onSuccess: (next) => {
      client.setQueryData(['sync', 'plan', plan.id], next)
      void client.invalidateQueries({ queryKey: ['sync'] })
    },
  })
  const undoing = useMutation({
    mutationFn: () => sync.undoPlan(plan.id),
    onSuccess: (next) => onOther(next.id),
  })
  if (!can('sync.write')) return null
  return (
    <div className="flex flex-col gap-2">
      {plan.state === 'open' && (
        <div className="flex flex-wrap items-center gap-3">
          <Button look="main" size="large" disabled={applying.isPending} onClick={() => applying.mutate()}>
            {texts.apply}
          </Button>
          <p className="min-w-0 flex-1 basis-52 text-note text-soft">{texts.applyNote}</p>
        </div>
      )}
      {plan.state === 'applying' && <p role="status">{texts.states.applying}…</p>}
      {plan.state === 'applied' && plan.lines.length > 0 && plan.kind !== 'undo' && (
        <div className="flex flex-wrap items-center gap-3">
          <Button disabled={undoing.isPending} onClick={() => undoing.mutate()}>
            {texts.undo}
          </Button>
          <p className="min-w-0 flex-1 basis-52 text-note text-soft">{texts.undoNote}</p>
        </div>
      )}
      <Refused error={applying.error ?? undoing.error} />
    </div>
  )
}

function causeText(cause: Plan['causes'][number]): string {
  const { causes } = m.sync.plans
  const count = (name: string) => Number(cause[name] ?? 0)
  switch (cause['code']) {
    case 'TOO_MANY_ZEROED':
      return causes.TOO_MANY_ZEROED(count('affected_skus'), count('total_skus'))
    case 'TOO_MANY_CHANGED':
      return causes.TOO_MANY_CHANGED(count('affected_skus'), count('total_skus'))
    case 'UNSEEN_STOCK':
      return causes.UNSEEN_STOCK(count('affected_skus'))
    default:
      return causes.FIRST_ACTIVATION()
  }
}
