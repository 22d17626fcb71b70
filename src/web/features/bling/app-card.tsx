import { Button } from '../../components/button.tsx'
import { CopyText } from '../../components/copy-text.tsx'
import { Card } from '../../components/page.tsx'
import type { App } from '../../lib/bling-calls.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'

/** An application with the two addresses that have to be typed into Bling. */
export function AppCard({ app, onEdit }: { readonly app: App; readonly onEdit: () => void }) {
  const { can } = useSession()
  const texts = m.bling.app
  return (
    <Card className="flex flex-col gap-3 p-4">
      <div className="flex items-center gap-3">
        <div className="min-w-0 flex-1">
          <h2 className="text-lead font-semibold">
            {texts.title} {app.name}
          </h2>
          <p className="truncate text-note text-soft">
            {texts.clientId} <code>{app.client_id}</code>
          </p>
        </div>
        {can('sync.write') && <Button onClick={onEdit}>{m.bling.app.edit}</Button>}
      </div>
      <p className="text-soft">{texts.addressesNote}</p>
      <div className="grid gap-3 lg:grid-cols-2">
        <CopyText label={texts.redirect} text={app.redirect_url} />
        <CopyText label={texts.webhook} text={app.webhook_url} />
      </div>
      {!app.webhook_url.startsWith('https://') && <p className="text-note text-soft">{texts.notPublic}</p>}
    </Card>
  )
}
