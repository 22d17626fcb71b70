import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { siteProducts } from '../../lib/site-product-calls.ts'
import { m } from '../../messages/messages.ts'
import { RunProgress } from './run-progress.tsx'

/** How often a run under way is looked at. */
const EVERY_MS = 2000

/** The run under way, if there is one, with how far it has come; when it ends everything is compared anew. */
export function RunningNotice({
  site_id,
  onOpen,
}: {
  readonly site_id: string
  readonly onOpen: (run_id: string) => void
}) {
  const client = useQueryClient()
  const last = useQuery({
    queryKey: ['site-products', site_id, 'last-run'],
    queryFn: () => siteProducts.runs(site_id, { limit: 1 }),
    refetchInterval: (query) => (query.state.data?.items[0]?.state === 'running' ? EVERY_MS : false),
  })
  const run = last.data?.items[0]
  const isRunning = run?.state === 'running'
  const wasRunning = useRef(false)
  useEffect(() => {
    if (wasRunning.current && !isRunning)
      for (const list of ['plan', 'newcomers'])
        void client.invalidateQueries({ queryKey: ['site-products', site_id, list] })
    wasRunning.current = isRunning
  }, [client, isRunning, site_id])
  if (run === undefined || !isRunning) return null
  return (
    <Notice
      tone="calm"
      action={
        <Button size="small" onClick={() => onOpen(run.id)}>
          {m.siteProducts.seeRun}
        </Button>
      }
    >
      <RunProgress run={run} />
    </Notice>
  )
}
