import type { Got } from '../../../client/api-types.ts'
import type { auditEntry } from '../../../contract/identity.ts'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { Paged } from '../../components/paged.tsx'
import { PrintButton } from '../../components/print-button.tsx'
import { Empty } from '../../components/states.tsx'
import { When } from '../../components/when.tsx'
import { admin } from '../../lib/admin-calls.ts'
import { m } from '../../messages/messages.ts'
import { auditFacts } from './audit-facts.ts'

type AuditEntry = Got<typeof auditEntry>

const LIST = {
  queryKey: ['audit'],
  page: (cursor: string | undefined, limit = 50) => admin.audit({ cursor, limit }),
}

/** Who did what, newest first. */
export function AuditList() {
  const texts = m.audit
  return (
    <>
      <PrintButton<AuditEntry>
        title={texts.title}
        columns={auditColumns()}
        keyOf={(row) => row.id}
        source={LIST}
      />
      <Paged {...LIST} empty={<Empty title={texts.emptyTitle} />}>
        {(items) => (
          <DataTable<AuditEntry>
            caption={texts.title}
            rows={items}
            keyOf={(row) => row.id}
            columns={auditColumns()}
          />
        )}
      </Paged>
    </>
  )
}

function auditColumns(): readonly Column<AuditEntry>[] {
  const texts = m.audit
  return [
    {
      name: texts.action,
      cell: (row) => <span className="font-semibold">{texts.actions[row.action] ?? row.action}</span>,
    },
    { name: texts.at, cell: (row) => <When at={row.at} /> },
    { name: texts.actor, cell: (row) => row.actor.name ?? texts.system },
    {
      name: texts.target,
      cell: (row) =>
        row.target && (
          <span className="inline-block text-note break-all text-soft md:min-w-40">{row.target}</span>
        ),
    },
    {
      name: texts.facts,
      cell: (row) => {
        const facts = auditFacts(row.facts)
        if (facts.length === 0) return null
        return <span className="text-note wrap-anywhere text-soft">{facts.join(' · ')}</span>
      },
    },
  ]
}
