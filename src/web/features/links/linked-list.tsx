import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { Paged } from '../../components/paged.tsx'
import { PrintButton } from '../../components/print-button.tsx'
import { Empty, Refused } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { When } from '../../components/when.tsx'
import { bling } from '../../lib/bling-calls.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { AccountFilter, useAccountWords } from './account-filter.tsx'

type Linked = Awaited<ReturnType<typeof bling.links>>['items'][number]

/** What is linked, by its code or by a person; a link can be undone. */
export function LinkedList() {
  const { can } = useSession()
  const client = useQueryClient()
  const [account, setAccount] = useState('')
  const account_id = account === '' ? undefined : account
  const texts = m.links
  const words = useAccountWords(account)
  const list = {
    queryKey: ['links', 'linked', account_id],
    page: (cursor: string | undefined, limit = 100) => bling.links({ account_id, cursor, limit }),
  }
  const undoing = useMutation({
    mutationFn: (link: Linked) => bling.unlink(link.product_id, link.account_id),
    onSuccess: async () => {
      toast(texts.unlinked)
      await client.invalidateQueries({ queryKey: ['links'] })
      await client.invalidateQueries({ queryKey: ['sync'] })
    },
  })
  const columns: readonly Column<Linked>[] = [
    {
      name: texts.ours,
      cell: (row) => (
        <span>
          <span className="font-semibold">{row.product_name}</span>
          <code className="block text-note text-soft">{row.sku}</code>
        </span>
      ),
    },
    { name: texts.account, cell: (row) => row.account_name },
    { name: texts.theirs, cell: Theirs },
    {
      name: texts.since,
      cell: (row) => (
        <>
          <When at={row.linked_at} /> <span className="text-note text-soft">{texts.origin[row.origin]}</span>
        </>
      ),
    },
    {
      name: texts.unlink,
      printed: null,
      isNumber: true,
      cell: (row) =>
        can('sync.write') && (
          <Button
            look="quiet"
            aria-label={texts.unlinkNamed(`${row.product_name}, ${row.account_name}`)}
            disabled={undoing.isPending}
            onClick={() => undoing.mutate(row)}
          >
            {texts.unlink}
          </Button>
        ),
    },
  ]
  return (
    <>
      <PrintButton
        title={`${texts.title} · ${texts.tabs.linked}`}
        filters={() => words}
        columns={columns}
        keyOf={(row) => `${row.product_id}/${row.account_id}`}
        source={list}
      />
      <AccountFilter value={account} onChange={setAccount} />
      <Refused error={undoing.error} />
      <Paged
        {...list}
        empty={
          <Empty
            icon={<Link2 size={36} className="text-accent" aria-hidden="true" />}
            title={texts.linkedEmptyTitle}
          >
            {texts.linkedEmptyText}
          </Empty>
        }
      >
        {(items) => (
          <DataTable<Linked>
            caption={texts.title}
            rows={items}
            keyOf={(row) => `${row.product_id}/${row.account_id}`}
            columns={columns}
          />
        )}
      </Paged>
    </>
  )
}

function Theirs(row: Linked) {
  return (
    <span>
      {row.bling_name}
      <span className="block text-note text-soft">
        <code>{row.bling_code}</code>
        {row.bling_kind !== 'simple' && ` · ${m.links.kinds[row.bling_kind]}`}
        {row.bling_status !== 'active' && <span className="font-medium text-warn"> · {m.links.gone}</span>}
      </span>
    </span>
  )
}
