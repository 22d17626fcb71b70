import { useMutation, useQueryClient } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { SelectField, TextField } from '../../components/field.tsx'
import { Card } from '../../components/page.tsx'
import { Paged } from '../../components/paged.tsx'
import { PrintButton } from '../../components/print-button.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Empty, Refused } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { When } from '../../components/when.tsx'
import { admin } from '../../lib/admin-calls.ts'
import { m } from '../../messages/messages.ts'
import { ShownOnce } from './shown-once.tsx'

const ROLES = ['viewer', 'counter', 'cashier', 'manager'] as const

const LIST = { queryKey: ['keys'], page: () => admin.apiKeys() }

/** The keys of other systems: made, shown once, revoked. */
export function KeyList() {
  const client = useQueryClient()
  const [isMaking, setMaking] = useState(false)
  const revoking = useMutation({
    mutationFn: (id: string) => admin.revokeApiKey(id),
    onSuccess: () => toast(m.keys.revoked),
    // Also when it was refused: somebody else may have been first.
    onSettled: () => client.invalidateQueries({ queryKey: ['keys'] }),
  })
  const add = (
    <Button look="main" className="self-start" onClick={() => setMaking(true)}>
      {m.keys.new}
    </Button>
  )
  return (
    <>
      <PrintButton
        title={m.keys.title}
        columns={[
          { name: m.keys.name, cell: (row) => row.name },
          { name: m.keys.start, cell: (row) => <code>{row.start}…</code> },
          { name: m.people.role, cell: (row) => m.people.roles[row.role] },
          {
            name: m.keys.lastUsed,
            cell: (row) => (row.last_used_at === null ? m.keys.never : <When at={row.last_used_at} />),
          },
        ]}
        keyOf={(row) => row.id}
        source={LIST}
      />
      {add}
      <Refused error={revoking.error} />
      <Paged
        {...LIST}
        empty={
          <Empty
            icon={<KeyRound size={36} className="text-accent" aria-hidden="true" />}
            title={m.keys.emptyTitle}
          >
            {m.keys.emptyText}
          </Empty>
        }
      >
        {(items) =>
          items.map((key) => (
            <Card key={key.id} className="flex flex-wrap items-center gap-3 p-4">
              <div className="min-w-0 flex-1">
                <h2 className="text-lead font-semibold">{key.name}</h2>
                <p className="text-note text-soft">
                  {m.keys.start} <code>{key.start}…</code> · {m.people.roles[key.role]} · {m.keys.lastUsed}:{' '}
                  {key.last_used_at === null ? m.keys.never : <When at={key.last_used_at} />}
                </p>
              </div>
              <Button
                look="danger"
                title={m.keys.revokeNote}
                disabled={revoking.isPending}
                onClick={() => revoking.mutate(key.id)}
              >
                {m.keys.revoke}
              </Button>
            </Card>
          ))
        }
      </Paged>
      {isMaking && <NewKey onClose={() => setMaking(false)} />}
    </>
  )
}

function NewKey({ onClose }: { readonly onClose: () => void }) {
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [role, setRole] = useState<(typeof ROLES)[number]>('viewer')
  const making = useMutation({
    mutationFn: () => admin.createApiKey({ name, role }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['keys'] }),
  })
  return (
    <Sheet title={m.keys.new} isOpen onClose={onClose}>
      {making.data === undefined ? (
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            making.mutate()
          }}
        >
          <TextField
            label={m.keys.name}
            required
            maxLength={120}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <SelectField
            label={m.people.role}
            hint={m.people.roleHints[role]}
            value={role}
            onChange={(event) => setRole(ROLES.find((one) => one === event.target.value) ?? 'viewer')}
          >
            {ROLES.map((one) => (
              <option key={one} value={one}>
                {m.people.roles[one]}
              </option>
            ))}
          </SelectField>
          <Refused error={making.error} />
          <Button type="submit" look="main" size="large" disabled={making.isPending}>
            {m.keys.create}
          </Button>
        </form>
      ) : (
        <ShownOnce note={m.keys.shown} text={making.data.key} />
      )}
    </Sheet>
  )
}
