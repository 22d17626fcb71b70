import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { Refused } from '../../components/states.tsx'
import { signingClient } from '../../lib/api.ts'
import { refusedFields } from '../../lib/refusal-text.ts'
import { m } from '../../messages/messages.ts'
import { EnterPage } from './enter-page.tsx'

/** The first minute: company, name, e-mail, password; the code only from another machine. */
export function FirstAccess({ needsCode }: { readonly needsCode: boolean }) {
  const client = useQueryClient()
  const [form, setForm] = useState({
    company_name: '',
    owner_name: '',
    email: '',
    password: '',
    setup_code: '',
  })
  const creating = useMutation({
    mutationFn: () => {
      const { setup_code, ...company } = form
      return signingClient().auth.setup(needsCode ? { ...company, setup_code } : company)
    },
    onSuccess: () => client.resetQueries({ queryKey: ['who'] }),
  })
  const errors = refusedFields(creating.error)
  const field = (name: keyof typeof form) => ({
    required: true,
    value: form[name],
    error: errors.get(name),
    onChange: (event: { target: { value: string } }) => setForm({ ...form, [name]: event.target.value }),
  })
  return (
    <EnterPage title={m.enter.setupTitle} note={m.enter.setupNote}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          creating.mutate()
        }}
      >
        <TextField label={m.enter.company} autoComplete="organization" {...field('company_name')} />
        <TextField label={m.enter.yourName} autoComplete="name" {...field('owner_name')} />
        <TextField label={m.enter.email} type="email" autoComplete="username" {...field('email')} />
        <TextField
          label={m.enter.password}
          type="password"
          autoComplete="new-password"
          minLength={10}
          hint={m.enter.newPasswordHint}
          {...field('password')}
        />
        {needsCode && (
          <TextField label={m.enter.setupCode} hint={m.enter.setupCodeHint} {...field('setup_code')} />
        )}
        {errors.size === 0 && <Refused error={creating.error} />}
        <Button type="submit" look="main" size="large" disabled={creating.isPending}>
          {m.enter.create}
        </Button>
      </form>
    </EnterPage>
  )
}
