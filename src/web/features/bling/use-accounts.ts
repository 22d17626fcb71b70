import { useMutation, useQuery } from '@tanstack/react-query'
import { bling } from '../../lib/bling-calls.ts'
import { sync } from '../../lib/sync-calls.ts'

/** The connected accounts, the applications they came by, and how their events arrive. */
export function useAccounts() {
  const apps = useQuery({ queryKey: ['sync', 'apps'], queryFn: () => bling.apps() })
  const accounts = useQuery({ queryKey: ['sync', 'accounts'], queryFn: () => bling.accounts() })
  const status = useQuery({ queryKey: ['sync', 'status'], queryFn: () => sync.status() })
  const traffic = new Map(status.data?.accounts.map((one) => [one.account_id, one]))
  return { apps, accounts, traffic }
}

/** Goes to Bling's own page; the browser comes back by itself. */
export function useConnect() {
  return useMutation({
    mutationFn: (asked: { readonly app_id?: string; readonly account_id?: string }) => bling.authorize(asked),
    onSuccess: ({ url }) => location.assign(url),
  })
}
