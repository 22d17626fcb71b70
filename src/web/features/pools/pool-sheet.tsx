import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Link } from 'react-router'
import { ProblemError } from '../../../client/problem-error.ts'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Failure, Refused, SkeletonRows } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { type Pool, sync } from '../../lib/sync-calls.ts'
import { m } from '../../messages/messages.ts'
import { AdvancedFields } from './advanced-fields.tsx'
import { FindingList } from './finding-list.tsx'
import { bodyOf, draftOf, EMPTY_DRAFT, findingsOf, type PoolDraft } from './pool-draft.ts'
import { RiskPanel } from './risk-panel.tsx'
import { SourceFields } from './source-fields.tsx'
import { splitEqually } from './split.ts'
import { TargetFields } from './target-fields.tsx'
import { type Place, useKnownPlaces } from './use-known-places.ts'

/** Puts a unified stock together; what is wrong and what it risks is said while one chooses, before anything is saved. */
export function PoolSheet({
  pool,
  others,
  onClose,
}: {
  readonly pool: Pool | null
  readonly others: readonly Pool[]
  readonly onClose: (saved?: Pool) => void
}) {
  const known = useKnownPlaces()
  return (
    <Sheet title={pool?.name ?? m.pools.new} isOpen onClose={() => onClose()} side="right">
      {known.isPending && <SkeletonRows rows={5} />}
      {!known.isPending && known.error !== null && known.places.length === 0 && (
        <Failure error={known.error} onRetry={() => onClose()} />
      )}
      {!known.isPending && known.places.length > 0 && (
        <Form pool={pool} others={others} places={known.places} onDone={onClose} />
      )}
      {!known.isPending && known.error === null && known.places.length === 0 && (
        <p>
          <Link to="/contas-bling" className="font-medium text-accent underline underline-offset-2">
            {m.pools.needAccounts}
          </Link>
        </p>
      )}
    </Sheet>
  )
}

function Form({
  pool,
  others,
  places,
  onDone,
}: {
  readonly pool: Pool | null
  readonly others: readonly Pool[]
  readonly places: readonly Place[]
  readonly onDone: (saved: Pool) => void
}) {
  const client = useQueryClient()
  const [draft, setDraft] = useState<PoolDraft>(pool === null ? EMPTY_DRAFT : draftOf(pool))
  const change = (changes: Partial<PoolDraft>) => setDraft({ ...draft, ...changes })
  const kindOf = (id: string) => places.find((place) => place.id === id)?.kind ?? 'deposit'
  const findings = findingsOf(draft, places, others, pool?.id ?? '')
  const refused = findings.filter(({ severity }) => severity === 'refuse')
  const isBegun = draft.sources.length + draft.targets.length > 0
  const saving = useMutation({
    mutationFn: () => {
      const body = bodyOf(draft, kindOf)
      return pool === null ? sync.createPool(body) : sync.changePool(pool.id, body)
    },
    onSuccess: async (saved) => {
      toast(m.pools.saved)
      await client.invalidateQueries({ queryKey: ['sync'] })
      onDone(saved)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (refused.length === 0) saving.mutate()
  }
  return (
    <form className="flex flex-col gap-6" onSubmit={submit}>
      <TextField
        label={m.pools.name}
        placeholder={m.pools.namePlaceholder}
        required
        maxLength={120}
        value={draft.name}
        onChange={(event) => change({ name: event.target.value })}
      />
      <SourceFields sources={draft.sources} places={places} onChange={(sources) => change({ sources })} />
      <TargetFields targets={draft.targets} places={places} onChange={(targets) => change({ targets })} />
      <RiskPanel draft={draft} onSplit={() => change({ targets: splitEqually(draft.targets) })} />
      <AdvancedFields draft={draft} onChange={change} />
      {isBegun && <FindingList findings={findings} />}
      <Refused error={isKnown(saving.error, refused.length) ? null : saving.error} />
      <Button
        type="submit"
        look="main"
        size="large"
        disabled={saving.isPending || refused.length > 0}
        className="sticky bottom-0"
      >
        {m.actions.save}
      </Button>
    </form>
  )
}

/** A refusal that the findings above say already. */
function isKnown(error: unknown, refusals: number): boolean {
  return error instanceof ProblemError && error.code === 'POOL_REFUSED' && refusals > 0
}
