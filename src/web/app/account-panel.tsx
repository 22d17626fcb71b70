import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../components/button.tsx'
import { Choice, SelectField, TextField } from '../components/field.tsx'
import { Refused } from '../components/states.tsx'
import { toast } from '../components/toasts.tsx'
import { api } from '../lib/api.ts'
import { chooseLanguage, LANGUAGES, languageName } from '../messages/languages.ts'
import { locale, m } from '../messages/messages.ts'
import { useOutbox } from '../offline/outbox.tsx'
import { useSession } from '../session/session.tsx'
import { applyTheme, keptTheme, type Theme } from './theme.ts'

/** The person's own matters: branch of this device, looks, password, leaving. */
export function AccountPanel() {
  const { me, branch, branches, chooseBranch, signOut } = useSession()
  const { waiting } = useOutbox()
  const [theme, setTheme] = useState(keptTheme)
  const leaving = useMutation({ mutationFn: signOut })
  const choose = (next: Theme) => {
    applyTheme(next)
    setTheme(next)
  }
  return (
    <div className="flex flex-col gap-5">
      <div>
        <p className="text-lead font-semibold">{me.user.name}</p>
        <p className="text-soft">{me.tenant.name}</p>
      </div>
      {branch !== undefined && branches.length > 1 && (
        <SelectField
          label={m.account.branch}
          value={branch.id}
          onChange={(event) => chooseBranch(event.target.value)}
        >
          {branches.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </SelectField>
      )}
      <Choice
        label={m.account.theme}
        value={theme}
        onChange={choose}
        options={(['system', 'light', 'dark'] as const).map((value) => ({
          value,
          label: m.account.themes[value],
        }))}
      />
      {LANGUAGES.length > 1 && (
        <SelectField
          label={m.account.language}
          value={locale}
          onChange={(event) => chooseLanguage(event.target.value)}
        >
          {LANGUAGES.map((tag) => (
            <option key={tag} value={tag} lang={tag}>
              {languageName(tag)}
            </option>
          ))}
        </SelectField>
      )}
      <PasswordForm />
      {waiting.length > 0 && (
        <p className="text-note text-warn">{m.account.unsentOnSignOut(waiting.length)}</p>
      )}
      <Refused error={leaving.error} />
      <Button onClick={() => leaving.mutate()} disabled={leaving.isPending}>
        {m.account.signOut}
      </Button>
    </div>
  )
}

function PasswordForm() {
  const client = useQueryClient()
  const [current_password, setCurrent] = useState('')
  const [new_password, setNew] = useState('')
  const changing = useMutation({
    mutationFn: () => api.auth.changePassword({ current_password, new_password }),
    onSuccess: async () => {
      toast(m.account.passwordChanged)
      // Every session has ended with the old password, this one too.
      await client.resetQueries({ queryKey: ['who'] })
    },
  })
  return (
    <details>
      <summary className="cursor-pointer py-2 font-medium">{m.account.changePassword}</summary>
      <form
        className="flex flex-col gap-3 pt-2"
        onSubmit={(event) => {
          event.preventDefault()
          changing.mutate()
        }}
      >
        <TextField
          label={m.account.currentPassword}
          type="password"
          autoComplete="current-password"
          required
          value={current_password}
          onChange={(event) => setCurrent(event.target.value)}
        />
        <TextField
          label={m.account.newPassword}
          type="password"
          autoComplete="new-password"
          minLength={10}
          required
          hint={m.enter.newPasswordHint}
          value={new_password}
          onChange={(event) => setNew(event.target.value)}
        />
        <Refused error={changing.error} />
        <Button type="submit" disabled={changing.isPending}>
          {m.actions.save}
        </Button>
      </form>
    </details>
  )
}
