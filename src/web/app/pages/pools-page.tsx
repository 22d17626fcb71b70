import { Page } from '../../components/page.tsx'
import { PoolList } from '../../features/pools/pool-list.tsx'
import { useLiveSync } from '../../lib/use-live.ts'
import { m } from '../../messages/messages.ts'

/** Estoques unificados. */
export function PoolsPage() {
  useLiveSync()
  return (
    <Page title={m.pools.title} note={m.pools.note}>
      <PoolList />
    </Page>
  )
}
