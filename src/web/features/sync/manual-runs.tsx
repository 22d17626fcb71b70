import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from '../../components/button.tsx'
import { Meter } from '../../components/meter.tsx'
import { Card } from '../../components/page.tsx'
import { ResultBadge } from '../../components/result-badge.tsx'
import { Refused } from '../../components/states.tsx'
import { When } from '../../components/when.tsx'
import { countText } from '../../lib/format.ts'
import { type Run, sync } from '../../lib/sync-calls.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'

const SHOWN_AFTER_MS = 10 * 60_000

/** What people asked for and is under way, with progress and a way to stop it; also what has just ended. */
export function ManualRuns() {
  const runs = useQuery({
    queryKey: ['sync', 'runs', 'manual'],
    queryFn: () => sync.runs({ kind: 'many', limit: 5 }),
  })
  const recent = (runs.data?.items ?? []).filter(
    ({ state, finished_at, started_at }) =>
      state === 'running' || Date.now() - Date.parse(finished_at ?? started_at) < SHOWN_AFTER_MS,
  )
  if (recent.length === 0) return null
  return (
    <Card className="p-4">
      <h2 className="text-lead font-semibold">{m.sync.progress.title}</h2>
      <ul className="divide-y divide-line">
        {recent.map((run) => (
          <ManualRun key={run.id} run={run} />
        ))}
      </ul>
    </Card>
  )
}

function ManualRun({ run }: { readonly run: Run }) {
  const { can } = useSession()
  const client = useQueryClient()
  const switching = useMutation({
    mutationFn: () => (run.state === 'running' ? sync.cancelRun(run.id) : sync.resumeRun(run.id)),
    onSuccess: () => client.invalidateQueries({ queryKey: ['sync'] }),
  })
  const { total, done } = run.progress ?? { total: 0, done: 0 }
  const texts = m.sync.progress
  return (
    <li className="flex flex-wrap items-center gap-3 py-3">
      <div className="min-w-0 flex-1 basis-60">
        <Meter
          label={m.sync.history.kinds.many}
          value={done}
          max={total}
          text={texts.of(countText(done), countText(total))}
        />
        <p className="pt-1 text-note text-soft">
          <When at={run.started_at} />
          {run.state === 'cancelled' && ` · ${texts.cancelled}`}
        </p>
      </div>
      <ResultBadge run={run} />
      {can('sync.write') && run.state !== 'done' && (
        <Button disabled={switching.isPending} onClick={() => switching.mutate()}>
          {run.state === 'running' ? texts.cancel : texts.resume}
        </Button>
      )}
      <Refused error={switching.error} />
    </li>
  )
}
