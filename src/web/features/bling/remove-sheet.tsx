import { useQueryClient } from '@tanstack/react-query'
import { RemovalSheet } from '../../components/removal-sheet.tsx'
import { type Account, bling } from '../../lib/bling-calls.ts'
import { m } from '../../messages/messages.ts'

/** Removes an account after showing which deposits, links and branches go away with it. */
export function RemoveSheet({
  account,
  onClose,
}: {
  readonly account: Account
  readonly onClose: () => void
}) {
  const client = useQueryClient()
  return (
    <RemovalSheet
      name={account.name}
      texts={m.bling.removing}
      queryKey={['bling', 'dependents', account.id]}
      dependents={() => bling.dependents(account.id)}
      remove={() => bling.removeAccount(account.id)}
      onRemoved={() => client.invalidateQueries({ queryKey: ['sync'] })}
      onClose={onClose}
    />
  )
}
