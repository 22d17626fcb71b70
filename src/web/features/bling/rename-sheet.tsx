import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Refused } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { type Account, bling } from '../../lib/bling-calls.ts'
import { m } from '../../messages/messages.ts'

/** What an account is called here; in Bling nothing changes. */
export function RenameSheet({
  account,
  onClose,
}: {
  readonly account: Account
  readonly onClose: () => void
}) {
  const client = useQueryClient()
  const [name, setName] = useState(account.name)
  const saving = useMutation({
    mutationFn: () => bling.changeAccount(account.id, { name }),
    onSuccess: async () => {
      toast(m.bling.renamed)
      await client.invalidateQueries({ queryKey: ['sync'] })
      onClose()
    },
  })
  return (
    <Sheet title={m.bling.rename} note={account.name} isOpen onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          saving.mutate()
        }}
      >
        <TextField
          label={m.bling.name}
          required
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Refused error={saving.error} />
        <Button type="submit" look="main" size="large" disabled={saving.isPending}>
          {m.actions.save}
        </Button>
      </form>
    </Sheet>
  )
}
