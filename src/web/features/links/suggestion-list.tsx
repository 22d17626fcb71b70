import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import type { Column } from '../../components/data-table.tsx'
import { Card } from '../../components/page.tsx'
import { Paged } from '../../components/paged.tsx'
import { PrintButton } from '../../components/print-button.tsx'
import { Empty, Refused } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { bling } from '../../lib/bling-calls.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { AccountFilter, useAccountWords } from './account-filter.tsx'

type Suggestion = Awaited<ReturnType<typeof bling.suggestions>>['items'][number]

/** Products whose counterpart in an account a person has to choose, each with why; or those that have none. */
export function SuggestionList({ kind }: { readonly kind: 'absent' | undefined }) {
  const [account, setAccount] = useState('')
  const account_id = account === '' ? undefined : account
  const texts = m.links
  const words = useAccountWords(account)
  const list = {
    queryKey: ['links', 'suggestions', kind, account_id],
    page: (cursor: string | undefined, limit = 50) => bling.suggestions({ kind, account_id, cursor, limit }),
  }
  return (
    <>
      <PrintButton
        title={`${texts.title} · ${kind === 'absent' ? texts.tabs.absent : texts.tabs.choose}`}
        filters={() => words}
        columns={printedColumns()}
        keyOf={(row) => `${row.product_id}/${row.account_id}`}
        source={list}
      />
      <AccountFilter value={account} onChange={setAccount} />
      <Paged
        {...list}
        empty={
          <Empty
            icon={<CircleCheck size={36} className="text-good" aria-hidden="true" />}
            title={kind === 'absent' ? texts.absentEmptyTitle : texts.chooseEmptyTitle}
          >
            {kind === 'absent' ? texts.absentEmptyText : texts.chooseEmptyText}
          </Empty>
        }
      >
        {(items) =>
          items.map((one) => <SuggestionCard key={`${one.product_id}/${one.account_id}`} suggestion={one} />)
        }
      </Paged>
    </>
  )
}

function printedColumns(): readonly Column<Suggestion>[] {
  const texts = m.links
  return [
    { name: texts.ours, cell: (row) => `${row.product_name} · ${row.sku}` },
    { name: texts.account, cell: (row) => row.account_name },
    {
      name: texts.theirs,
      cell: ({ candidates }) =>
        candidates.map(({ bling_product_id, name, code }) => (
          <p key={bling_product_id}>
            {name} · <code>{code}</code> · {texts.blingId(bling_product_id)}
          </p>
        )),
    },
    { name: texts.why, cell: ({ because }) => (because === null ? '' : texts.because[because]) },
  ]
}

function SuggestionCard({ suggestion }: { readonly suggestion: Suggestion }) {
  const { kind, because, candidates, refused } = suggestion
  const { deciding, decide } = useDecision(suggestion)
  const texts = m.links
  return (
    <Card className="flex flex-col gap-3 p-4">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h3 className="text-lead font-semibold">{suggestion.product_name}</h3>
        <code className="text-soft">{suggestion.sku}</code>
        <span className="ml-auto text-note text-soft">{suggestion.account_name}</span>
      </div>
      <p className="flex gap-2">
        {kind !== 'absent' && (
          <TriangleAlert size={18} className="mt-px shrink-0 text-warn" aria-hidden="true" />
        )}
        <span>
          {kind === 'ambiguous' ? texts.ambiguous : texts[kind]}{' '}
          {because !== null && <strong>{texts.because[because]}</strong>}
        </span>
      </p>
      <Candidates candidates={candidates} isBusy={deciding.isPending} onDecide={decide} />
      {kind !== 'absent' && <p className="text-note text-soft">{texts.refuseNote}</p>}
      {refused.length > 0 && (
        <>
          <p className="text-note text-soft">{texts.refusedBefore}</p>
          <Candidates candidates={refused} isBusy={deciding.isPending} onDecide={decide} areRefused />
        </>
      )}
      <Refused error={deciding.error} />
    </Card>
  )
}

type Decision = { readonly bling_product_id: string; readonly isOurs: boolean }

/** Says that one of the candidates is ours, or that it is not. */
function useDecision({ product_id, account_id }: Suggestion) {
  const client = useQueryClient()
  const deciding = useMutation({
    mutationFn: async ({ bling_product_id, isOurs }: Decision): Promise<void> => {
      const pair = { product_id, account_id, bling_product_id }
      await (isOurs ? bling.link(pair) : bling.refuseLink(pair))
    },
    onSuccess: async (_answer, { isOurs }) => {
      toast(isOurs ? m.links.accepted : m.links.refused)
      await client.invalidateQueries({ queryKey: ['links'] })
      await client.invalidateQueries({ queryKey: ['sync'] })
    },
  })
  return { deciding, decide: deciding.mutate }
}

function Candidates({
  candidates,
  isBusy,
  onDecide,
  areRefused = false,
}: {
  readonly candidates: Suggestion['candidates']
  readonly isBusy: boolean
  readonly onDecide: (decision: Decision) => void
  readonly areRefused?: boolean
}) {
  const { can } = useSession()
  const texts = m.links
  if (candidates.length === 0) return null
  return (
    <ul className="divide-y divide-line rounded-control border border-line px-3">
      {candidates.map(({ bling_product_id, name, code, gtin, kind }) => (
        <li key={bling_product_id} className="flex flex-wrap items-center gap-3 py-2">
          <span className="min-w-0 flex-1 basis-52">
            <span className="block font-medium">{name}</span>
            <span className="block text-note text-soft">
              {texts.code} <code>{code}</code>
              {gtin !== null && ` · ${texts.gtin} ${gtin}`}
              {kind !== 'simple' && ` · ${texts.kinds[kind]}`}
              {` · ${texts.blingId(bling_product_id)}`}
            </span>
          </span>
          {can('sync.write') && (
            <span className="flex gap-2">
              {!areRefused && (
                <Button
                  look="quiet"
                  className="h-12"
                  aria-label={texts.refuseNamed(`${name}, ${code}`)}
                  disabled={isBusy}
                  onClick={() => onDecide({ bling_product_id, isOurs: false })}
                >
                  {texts.refuse}
                </Button>
              )}
              <Button
                className="h-12"
                aria-label={texts.acceptNamed(`${name}, ${code}`)}
                disabled={isBusy}
                onClick={() => onDecide({ bling_product_id, isOurs: true })}
              >
                {texts.accept}
              </Button>
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}
