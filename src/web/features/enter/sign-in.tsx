import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { Refused } from '../../components/states.tsx'
import { signingClient } from '../../lib/api.ts'
import { m } from '../../messages/messages.ts'
import { EnterPage } from './enter-page.tsx'

/** Entering with e-mail and password. */
export function SignIn() {
  const client = useQueryClient()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const entering = useMutation({
    mutationFn: () => signingClient().auth.signIn({ email, password }),
    onSuccess: () => client.resetQueries({ queryKey: ['who'] }),
  })
  return (
    <EnterPage title={m.enter.signInTitle} note={m.enter.signInNote}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          entering.mutate()
        }}
      >
        <TextField
          label={m.enter.email}
          type="email"
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <TextField
          label={m.enter.password}
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Refused error={entering.error} />
        <Button type="submit" look="main" size="large" disabled={entering.isPending}>
          {m.enter.submit}
        </Button>
      </form>
    </EnterPage>
  )
}
