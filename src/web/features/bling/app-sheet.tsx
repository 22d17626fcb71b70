import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Refused } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { type App, bling } from '../../lib/bling-calls.ts'
import { refusedFields } from '../../lib/refusal-text.ts'
import { m } from '../../messages/messages.ts'

/** The form of an application: a new one, or another name and secret for one that is there. */
export function AppSheet({ app, onClose }: { readonly app: App | null; readonly onClose: () => void }) {
  const client = useQueryClient()
  const [form, setForm] = useState({ name: app?.name ?? 'EstoqueUni', client_id: '', client_secret: '' })
  const saving = useMutation({
    mutationFn: () => {
      const { name, client_id, client_secret } = form
      if (app === null) return bling.createApp({ name, client_id, client_secret })
      return bling.changeApp(app.id, client_secret === '' ? { name } : { name, client_secret })
    },
    onSuccess: async () => {
      toast(m.bling.app.saved)
      await client.invalidateQueries({ queryKey: ['sync', 'apps'] })
      onClose()
    },
  })
  const errors = refusedFields(saving.error)
  const text = (field: keyof typeof form) => ({
    value: form[field],
    error: errors.get(field),
    autoComplete: 'off',
    spellCheck: false,
    onChange: (event: { target: { value: string } }) => setForm({ ...form, [field]: event.target.value }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    saving.mutate()
  }
  return (
    <Sheet title={app === null ? m.bling.app.new : m.bling.app.title} isOpen onClose={onClose}>
      <form className="flex flex-col gap-4" onSubmit={submit}>
        <TextField label={m.bling.app.name} required maxLength={120} {...text('name')} />
        {app === null && <TextField label={m.bling.app.clientId} required {...text('client_id')} />}
        <TextField
          label={app === null ? m.bling.app.clientSecret : m.bling.app.newSecret}
          hint={app === null ? m.bling.app.secretHint : m.bling.app.newSecretHint}
          type="password"
          required={app === null}
          {...text('client_secret')}
        />
        <Refused error={errors.size === 0 ? saving.error : null} />
        <Button type="submit" look="main" size="large" disabled={saving.isPending}>
          {m.actions.save}
        </Button>
      </form>
    </Sheet>
  )
}
