import { Page } from '../../components/page.tsx'
import { SettingsForm } from '../../features/office/settings-form.tsx'
import { m } from '../../messages/messages.ts'

/** Configurações. */
export function SettingsPage() {
  return (
    <Page title={m.settings.title} note={m.settings.note}>
      <SettingsForm />
    </Page>
  )
}
