import { useQueryClient } from '@tanstack/react-query'
import { RemovalSheet } from '../../components/removal-sheet.tsx'
import { type Site, sites } from '../../lib/site-calls.ts'
import { m } from '../../messages/messages.ts'

/** Disconnects a site after showing what goes away with it and which orders are still under way. */
export function RemoveSheet({ site, onClose }: { readonly site: Site; readonly onClose: () => void }) {
  const client = useQueryClient()
  return (
    <RemovalSheet
      name={site.name}
      texts={m.sites.removing}
      queryKey={['site-dependents', site.id]}
      dependents={() => sites.dependents(site.id)}
      remove={() => sites.disconnect(site.id)}
      onRemoved={async () => {
        await client.invalidateQueries({ queryKey: ['sync'] })
        await client.invalidateQueries({ queryKey: ['orders'] })
      }}
      onClose={onClose}
    />
  )
}
