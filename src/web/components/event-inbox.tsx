import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Check, Hourglass, Inbox, RotateCw, TriangleAlert } from 'lucide-react'
import { useSearchParams } from 'react-router'
import type { INBOX_STATES } from '../../contract/inbox-event.ts'
import type { m } from '../messages/messages.ts'
import { useSession } from '../session/session.tsx'
import { Badge } from './badge.tsx'
import { Button } from './button.tsx'
import { type Column, DataTable } from './data-table.tsx'
import { FilterPill, PillRow } from './page.tsx'
import { Paged } from './paged.tsx'
import { PrintButton } from './print-button.tsx'
import { Empty, Refused } from './states.tsx'
import { toast } from './toasts.tsx'
import { When } from './when.tsx'

type State = (typeof INBOX_STATES)[number]
type InboxRow = {
  readonly id: string
  readonly received_at: string
  readonly state: State
  readonly deliveries: number
  readonly attempts: number
  readonly error: string | null
}
type Texts = Omit<typeof m.sites.inbox, 'topics'>

const LOOKS = {
  received: { tone: 'calm', Icon: Hourglass },
  done: { tone: 'good', Icon: Check },
  failed: { tone: 'warn', Icon: RotateCw },
  dead: { tone: 'bad', Icon: TriangleAlert },
} as const
// The contract's own list would bring the library of its schemas to the first visit.
const STATES: readonly State[] = ['received', 'done', 'failed', 'dead']

/** Events that somebody sent and what became of each, by state; what nobody could deal with can be tried again. */
export function EventInbox<Row extends InboxRow>({
  caption,
  about,
  texts,
  search,
  queryKey,
  page,
  nameOf,
  more = [],
  reprocess,
}: {
  readonly caption: string
  /** Whose events they are, where that is one. */
  readonly about?: string | undefined
  readonly texts: Texts
  /** What else the address says while another state is chosen. */
  readonly search: Readonly<Record<string, string>>
  readonly queryKey: readonly unknown[]
  readonly page: (
    state: State | undefined,
    cursor: string | undefined,
    limit?: number,
  ) => Promise<{ readonly items: readonly Row[]; readonly next_cursor: string | null }>
  readonly nameOf: (row: Row) => string
  /** Columns behind the event's name. */
  readonly more?: readonly Column<Row>[]
  readonly reprocess: (id: string) => Promise<unknown>
}) {
  const { can } = useSession()
  const client = useQueryClient()
  const [params, setParams] = useSearchParams()
  const state = STATES.find((one) => one === params.get('estado'))
  const trying = useMutation({
    mutationFn: reprocess,
    onSuccess: async () => {
      toast(texts.reprocessed)
      await client.invalidateQueries({ queryKey: ['sync'] })
    },
  })
  const choose = (next: State | undefined) =>
    setParams({ ...search, ...(next === undefined ? {} : { estado: next }) }, { replace: true })
  const columns: readonly Column<Row>[] = [
    {
      name: texts.columns.event,
      cell: (row) => <span className="font-medium">{nameOf(row)}</span>,
    },
    ...more,
    { name: texts.columns.when, cell: (row) => <When at={row.received_at} /> },
    { name: texts.columns.state, cell: (row) => <Fate row={row} texts={texts} /> },
    {
      name: texts.columns.deliveries,
      isNumber: true,
      printed: (row) => row.deliveries,
      cell: (row) =>
        can('sync.write') && row.state === 'dead' ? (
          <Button
            disabled={trying.isPending}
            aria-label={texts.reprocessNamed(nameOf(row))}
            onClick={() => trying.mutate(row.id)}
          >
            {texts.reprocess}
          </Button>
        ) : (
          row.deliveries
        ),
    },
  ]
  const list = {
    queryKey: [...queryKey, state],
    page: (cursor: string | undefined, limit?: number) => page(state, cursor, limit),
  }
  return (
    <>
      <PrintButton
        title={caption}
        about={about}
        filters={() => [[texts.columns.state, state && texts.states[state]]]}
        columns={columns}
        keyOf={(row) => row.id}
        source={list}
      />
      <PillRow>
        <FilterPill isOn={state === undefined} onClick={() => choose(undefined)}>
          {texts.any}
        </FilterPill>
        {STATES.map((one) => (
          <FilterPill key={one} isOn={state === one} onClick={() => choose(one)}>
            {texts.states[one]}
          </FilterPill>
        ))}
      </PillRow>
      <Refused error={trying.error} />
      <Paged
        {...list}
        empty={
          <Empty
            icon={<Inbox size={36} className="text-accent" aria-hidden="true" />}
            title={texts.emptyTitle}
          >
            {texts.emptyText}
          </Empty>
        }
      >
        {(items) => (
          <DataTable<Row> caption={caption} rows={items} keyOf={(row) => row.id} columns={columns} />
        )}
      </Paged>
    </>
  )
}

function Fate({ row, texts }: { readonly row: InboxRow; readonly texts: Texts }) {
  const { state, attempts, error } = row
  return (
    <span>
      <Badge {...LOOKS[state]}>{texts.states[state]}</Badge>
      {state !== 'done' && attempts > 0 && (
        <span className="block pt-0.5 text-note break-words text-soft">
          {texts.attempts(attempts)}
          {error !== null && ` · ${error}`}
        </span>
      )}
    </span>
  )
}
