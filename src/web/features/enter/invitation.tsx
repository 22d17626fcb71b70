import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { Refused } from '../../components/states.tsx'
import { admin } from '../../lib/admin-calls.ts'
import { m } from '../../messages/messages.ts'
import { EnterPage } from './enter-page.tsx'

/** Accepting an invitation; its token stands after `#`, where no server log sees it. */
export function Invitation() {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [token] = useState(() => location.hash.slice(1))
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const accepting = useMutation({
    mutationFn: () => admin.acceptInvitation({ token, name, password }),
    onSuccess: async () => {
      navigate('/', { replace: true })
      await client.resetQueries({ queryKey: ['who'] })
    },
  })
  if (token === '') return <EnterPage title={m.enter.inviteTitle} note={m.enter.inviteMissing} />
  return (
    <EnterPage title={m.enter.inviteTitle} note={m.enter.inviteNote}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          accepting.mutate()
        }}
      >
        <TextField
          label={m.enter.yourName}
          autoComplete="name"
          required
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label={m.enter.password}
          type="password"
          autoComplete="new-password"
          minLength={10}
          required
          hint={m.enter.newPasswordHint}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Refused error={accepting.error} />
        <Button type="submit" look="main" size="large" disabled={accepting.isPending}>
          {m.enter.accept}
        </Button>
      </form>
    </EnterPage>
  )
}
