import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Refused } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { bling, type Deposit } from '../../lib/bling-calls.ts'
import { m } from '../../messages/messages.ts'

/** Switches a deposit off in Bling itself; its name is typed, so that nobody does it by mistake. */
export function DeactivateSheet({
  deposit,
  pools,
  onClose,
}: {
  readonly deposit: Deposit
  readonly pools: readonly { readonly id: string; readonly name: string }[]
  readonly onClose: () => void
}) {
  const client = useQueryClient()
  const [typed, setTyped] = useState('')
  const texts = m.deposits.deactivating
  const doing = useMutation({
    mutationFn: () => bling.deactivateDeposit(deposit.account_id, deposit.id, typed),
    onSuccess: async () => {
      toast(texts.done(deposit.name))
      await client.invalidateQueries({ queryKey: ['bling', 'deposits', deposit.account_id] })
      await client.invalidateQueries({ queryKey: ['sync'] })
      onClose()
    },
  })
  return (
    <Sheet title={texts.title} note={deposit.name} isOpen onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          doing.mutate()
        }}
      >
        <p>{texts.note}</p>
        {pools.length > 0 && (
          <p className="font-medium text-warn">
            {texts.usedBy}: {pools.map(({ name }) => name).join(', ')}
          </p>
        )}
        <TextField
          label={texts.confirm}
          placeholder={deposit.name}
          required
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Refused error={doing.error} />
        <Button type="submit" look="danger" size="large" disabled={doing.isPending}>
          {texts.button}
        </Button>
      </form>
    </Sheet>
  )
}
