import { useQuery } from '@tanstack/react-query'
import { CircleOff, Warehouse } from 'lucide-react'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { Badge } from '../../components/badge.tsx'
import { Button, buttonClass } from '../../components/button.tsx'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { Notice } from '../../components/notice.tsx'
import { FilterPill, PillRow } from '../../components/page.tsx'
import { PrintButton } from '../../components/print-button.tsx'
import { Empty, Failure, SkeletonRows } from '../../components/states.tsx'
import { When } from '../../components/when.tsx'
import { type Account, bling, type Deposit } from '../../lib/bling-calls.ts'
import { unitsText } from '../../lib/format.ts'
import { useBlingAccounts, usePools } from '../../lib/places.ts'
import { sync } from '../../lib/sync-calls.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { DeactivateSheet } from './deactivate-sheet.tsx'
import { type DepositUse, depositUse } from './deposit-uses.ts'
import { NewDepositSheet } from './new-deposit-sheet.tsx'

/** The deposits of the accounts: what each holds, what it is for, and which unified stocks use it. */
export function DepositList() {
  const accounts = useBlingAccounts()
  const [params, setParams] = useSearchParams()
  if (accounts.isPending) return <SkeletonRows rows={4} />
  if (accounts.isLoadingError)
    return <Failure error={accounts.error} onRetry={() => void accounts.refetch()} />
  const { items } = accounts.data
  const chosen = items.find(({ id }) => id === params.get('conta')) ?? items[0]
  if (chosen === undefined)
    return (
      <Empty
        icon={<Warehouse size={36} className="text-accent" aria-hidden="true" />}
        title={m.deposits.emptyTitle}
        action={
          <Link to="/contas-bling" className={buttonClass('main')}>
            {m.deposits.goConnect}
          </Link>
        }
      >
        {m.deposits.emptyText}
      </Empty>
    )
  return (
    <>
      {items.length > 1 && (
        <PillRow>
          {items.map((account) => (
            <FilterPill
              key={account.id}
              isOn={account.id === chosen.id}
              onClick={() => setParams({ conta: account.id }, { replace: true })}
            >
              {account.name}
            </FilterPill>
          ))}
        </PillRow>
      )}
      <OfAccount key={chosen.id} account={chosen} />
    </>
  )
}

type Row = Deposit & { readonly use: DepositUse; readonly holds: Holding | undefined }
type Holding = Awaited<ReturnType<typeof sync.holdings>>['items'][number]

function OfAccount({ account }: { readonly account: Account }) {
  const { can } = useSession()
  const [open, setOpen] = useState<Row | 'new' | null>(null)
  const deposits = useQuery({
    queryKey: ['bling', 'deposits', account.id],
    queryFn: () => bling.deposits(account.id),
    staleTime: 30_000,
  })
  const pools = usePools()
  const holdings = useQuery({ queryKey: ['sync', 'holdings'], queryFn: () => sync.holdings() })
  if (deposits.isPending) return <SkeletonRows rows={4} />
  if (deposits.isLoadingError)
    return <Failure error={deposits.error} onRetry={() => void deposits.refetch()} />
  const rows = deposits.data.items.map((deposit) => ({
    ...deposit,
    use: depositUse(deposit.id, pools.data?.items ?? []),
    holds: holdings.data?.items.find((one) => one.deposit_id === deposit.id),
  }))
  const texts = m.deposits
  const columns: readonly Column<Row>[] = [
    { name: texts.columns.name, cell: NameCell },
    { name: texts.columns.role, cell: RoleCell },
    {
      name: texts.columns.pools,
      cell: PoolsCell,
      printed: ({ use }) => use.pools.map(({ name }) => name).join(', '),
    },
    { name: texts.columns.holds, isNumber: true, cell: HoldsCell },
    {
      name: texts.columns.action,
      printed: null,
      isNumber: true,
      cell: (row) =>
        row.is_active && can('sync.write') ? (
          <Button look="quiet" aria-label={texts.deactivateNamed(row.name)} onClick={() => setOpen(row)}>
            {texts.deactivate}
          </Button>
        ) : null,
    },
  ]
  return (
    <>
      <PrintButton
        title={texts.title}
        about={account.name}
        note={deposits.data.is_live ? undefined : texts.notLive}
        columns={columns}
        keyOf={(row) => row.id}
        source={{ rows }}
      />
      {!deposits.data.is_live && <Notice tone="warn">{texts.notLive}</Notice>}
      {can('sync.write') && (
        <Button look="main" className="self-start" onClick={() => setOpen('new')}>
          {texts.new}
        </Button>
      )}
      {rows.length === 0 ? (
        <Empty title={texts.noneTitle}>{texts.noneText}</Empty>
      ) : (
        <DataTable<Row>
          caption={`${texts.title} · ${account.name}`}
          rows={rows}
          keyOf={(row) => row.id}
          columns={columns}
        />
      )}
      {open === 'new' && <NewDepositSheet account={account} onClose={() => setOpen(null)} />}
      {open !== null && open !== 'new' && (
        <DeactivateSheet deposit={open} pools={open.use.pools} onClose={() => setOpen(null)} />
      )}
    </>
  )
}

function NameCell(row: Row) {
  const texts = m.deposits
  const notes = [row.is_default ? texts.isDefault : '', row.ignored_in_totals ? texts.ignoredShort : '']
  return (
    <span className="flex flex-wrap items-center gap-2">
      <span>
        <span className="font-semibold">{row.name}</span>
        <span className="block text-note text-soft">{notes.filter((part) => part !== '').join(' · ')}</span>
      </span>
      {!row.is_active && (
        <Badge tone="warn" Icon={CircleOff}>
          {texts.off}
        </Badge>
      )}
    </span>
  )
}

function RoleCell({ use }: Row) {
  const isUsed = use.role !== 'none'
  return (
    <span>
      <span className={isUsed ? 'font-medium' : 'text-soft'}>{m.deposits.roles[use.role]}</span>
      <span className="block text-note text-soft">{m.deposits.roleHints[use.role]}</span>
    </span>
  )
}

function PoolsCell({ use, is_active }: Row) {
  if (use.pools.length === 0)
    return is_active ? (
      <Link to="/estoques-unificados" className="py-2 text-note font-semibold text-accent">
        {m.deposits.use}
      </Link>
    ) : null
  return (
    <span className="flex flex-wrap gap-x-3">
      {use.pools.map((pool) => (
        <Link
          key={pool.id}
          to={`/estoques-unificados?abrir=${pool.id}`}
          className="text-accent underline underline-offset-2"
        >
          {pool.name}
        </Link>
      ))}
    </span>
  )
}

function HoldsCell({ holds }: Row) {
  if (holds === undefined) return <span className="text-note text-soft">{m.deposits.unread}</span>
  return (
    <span>
      <span className="font-semibold">{m.deposits.units(unitsText(holds.virtual), holds.skus)}</span>
      <span className="block text-note text-soft">
        {holds.physical !== holds.virtual && `${m.deposits.physical(unitsText(holds.physical))} · `}
        <When at={holds.seen_at} />
      </span>
    </span>
  )
}
