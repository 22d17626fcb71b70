import { Page } from '../../components/page.tsx'
import { AuditList } from '../../features/office/audit-list.tsx'
import { m } from '../../messages/messages.ts'

/** Auditoria. */
export function AuditPage() {
  return (
    <Page title={m.audit.title} note={m.audit.note}>
      <AuditList />
    </Page>
  )
}
