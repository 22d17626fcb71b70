import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { CheckField, TextField } from '../../components/field.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Refused } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { type Account, bling } from '../../lib/bling-calls.ts'
import { refusedFields } from '../../lib/refusal-text.ts'
import { m } from '../../messages/messages.ts'

/** A deposit that is made in Bling itself. */
export function NewDepositSheet({
  account,
  onClose,
}: {
  readonly account: Account
  readonly onClose: () => void
}) {
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [ignored_in_totals, setIgnored] = useState(true)
  const making = useMutation({
    mutationFn: () => bling.createDeposit(account.id, { name, ignored_in_totals }),
    onSuccess: async () => {
      toast(m.deposits.created)
      await client.invalidateQueries({ queryKey: ['bling', 'deposits', account.id] })
      onClose()
    },
  })
  const errors = refusedFields(making.error)
  return (
    <Sheet title={m.deposits.newTitle} note={m.deposits.newNote(account.name)} isOpen onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          making.mutate()
        }}
      >
        <TextField
          label={m.deposits.name}
          hint={m.deposits.nameHint}
          error={errors.get('name')}
          required
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <CheckField
          label={m.deposits.ignored}
          hint={m.deposits.ignoredHint}
          checked={ignored_in_totals}
          onChange={(event) => setIgnored(event.target.checked)}
        />
        <Refused error={errors.size === 0 ? making.error : null} />
        <Button type="submit" look="main" size="large" disabled={making.isPending}>
          {m.deposits.new}
        </Button>
      </form>
    </Sheet>
  )
}
