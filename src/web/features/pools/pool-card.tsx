import { ArrowRight, CircleCheck, CircleOff, Hourglass } from 'lucide-react'
import { Link } from 'react-router'
import { Badge } from '../../components/badge.tsx'
import { Button, buttonClass } from '../../components/button.tsx'
import { Menu } from '../../components/menu.tsx'
import { Card } from '../../components/page.tsx'
import { unitsText } from '../../lib/format.ts'
import type { Pool } from '../../lib/sync-calls.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { FindingList } from './finding-list.tsx'

/** One unified stock: sources on the left, where it shows on the right, and what that risks below. */
export function PoolCard({
  pool,
  onEdit,
  onRemove,
}: {
  readonly pool: Pool
  readonly onEdit: () => void
  readonly onRemove: () => void
}) {
  const { can } = useSession()
  const isActive = pool.activated_at !== null
  const mayWrite = can('sync.write')
  return (
    <Card className="flex flex-col gap-4 p-4">
      <div className="flex items-center gap-2">
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1">
          <h2 className="text-lead font-semibold">{pool.name}</h2>
          <Badge tone={isActive ? 'good' : 'warn'} Icon={isActive ? CircleCheck : Hourglass}>
            {isActive ? m.pools.working : m.pools.inactive}
          </Badge>
        </div>
        {mayWrite && <Button onClick={onEdit}>{m.pools.edit}</Button>}
        {mayWrite && (
          <Menu
            label={m.pools.actionsOf(pool.name)}
            items={[{ label: m.pools.remove, onSelect: onRemove, isDanger: true }]}
          />
        )}
      </div>
      <div className="grid items-center gap-3 md:grid-cols-[1fr_auto_1fr]">
        <Sources pool={pool} />
        <ArrowRight
          size={22}
          aria-hidden="true"
          className="rotate-90 justify-self-center text-soft md:rotate-0"
        />
        <Targets pool={pool} />
      </div>
      <p className={pool.oversell_preview.can_oversell ? 'text-warn' : 'text-soft'}>
        {pool.oversell_preview.message}
      </p>
      <FindingList findings={pool.warnings} />
      {!isActive && (
        <div className="flex flex-wrap items-center gap-3">
          <p className="min-w-0 flex-1 basis-52 text-soft">{m.pools.inactiveNote}</p>
          <Link
            to={`/sincronizacao?aba=plans&pool=${pool.id}`}
            className={buttonClass(mayWrite ? 'main' : 'plain')}
          >
            {m.pools.makePlan}
          </Link>
        </div>
      )}
    </Card>
  )
}

function Sources({ pool }: { readonly pool: Pool }) {
  const sources = pool.sources.toSorted((a, b) => a.priority - b.priority)
  return (
    <section className="min-w-0">
      <h3 className="pb-1 text-note font-semibold text-soft">{m.pools.from}</h3>
      <ul className="flex flex-col gap-2">
        {sources.map((source) => (
          <li
            key={source.deposit_id ?? source.branch_id}
            className="rounded-control border border-line border-l-4 border-l-accent px-3 py-2"
          >
            <PlaceLine
              name={source.name}
              owner={source.account_name ?? m.why.branch}
              isOn={source.is_active}
            />
          </li>
        ))}
      </ul>
      <p className="pt-1 text-note text-soft">
        {[
          pool.combine === 'sum' ? '' : m.pools.combines[pool.combine],
          pool.safety_stock > 0 ? m.pools.safetyShort(unitsText(pool.safety_stock)) : '',
        ]
          .filter((part) => part !== '')
          .join(' · ')}
      </p>
    </section>
  )
}

function Targets({ pool }: { readonly pool: Pool }) {
  return (
    <section className="min-w-0">
      <h3 className="pb-1 text-note font-semibold text-soft">{m.pools.shows}</h3>
      <ul className="flex flex-col gap-2">
        {pool.targets.map((target) => (
          <li
            key={target.deposit_id ?? target.site_id}
            className="flex items-center gap-3 rounded-control border border-line px-3 py-2"
          >
            <span className="min-w-0 flex-1">
              <PlaceLine name={target.name} owner={target.account_name ?? ''} isOn={target.is_active} />
            </span>
            <span className="shrink-0 text-right text-note font-semibold">{policyText(target)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function PlaceLine({
  name,
  owner,
  isOn,
}: {
  readonly name: string
  readonly owner: string
  readonly isOn: boolean
}) {
  return (
    <>
      <span className="block truncate font-medium">{name}</span>
      <span className="flex items-center gap-1 text-note text-soft">
        {owner}
        {!isOn && (
          <Badge tone="warn" Icon={CircleOff}>
            {m.pools.off}
          </Badge>
        )}
      </span>
    </>
  )
}

function policyText({ role, paused, policy }: Pool['targets'][number]): string {
  const texts = m.pools.targets
  if (role === 'mirror') return texts.roles.mirror
  if (paused) return m.why.target.paused
  if (policy.kind === 'share') return m.pools.percent(unitsText(policy.value ?? 0))
  return policy.kind === 'full'
    ? texts.policies.full
    : `${texts.policies[policy.kind]} ${unitsText(policy.value ?? 0)}`
}
