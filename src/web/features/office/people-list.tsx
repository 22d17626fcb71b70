import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Got } from '../../../client/api-types.ts'
import type { user } from '../../../contract/identity.ts'
import { ROLES, type Role } from '../../../contract/permissions.ts'
import { Button } from '../../components/button.tsx'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { CheckField, Choice, SelectField, TextField } from '../../components/field.tsx'
import { Card } from '../../components/page.tsx'
import { Paged } from '../../components/paged.tsx'
import { PrintButton } from '../../components/print-button.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Refused } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { When } from '../../components/when.tsx'
import { admin } from '../../lib/admin-calls.ts'
import { refusedFields } from '../../lib/refusal-text.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { ShownOnce } from './shown-once.tsx'

type User = Got<typeof user>

const LIST = {
  queryKey: ['people'],
  page: (cursor: string | undefined, limit?: number) => admin.users({ cursor, limit }),
}

/** The people of the company and those who are invited. */
export function PeopleList() {
  const [open, setOpen] = useState<User | 'new' | null>(null)
  const { branches } = useSession()
  const texts = m.people
  const placeOf = ({ branch_ids }: User) =>
    branch_ids === null
      ? texts.allBranches
      : branches
          .filter(({ id }) => branch_ids.includes(id))
          .map(({ name }) => name)
          .join(', ')
  const columns: readonly Column<User>[] = [
    { name: texts.name, cell: (row) => row.name },
    { name: texts.email, cell: (row) => row.email },
    { name: texts.role, cell: (row) => texts.roles[row.role] },
    { name: texts.branch, cell: placeOf },
    { name: m.stock.columns.status, cell: (row) => (row.is_active ? texts.active : texts.inactive) },
  ]
  return (
    <>
      <PrintButton title={texts.title} columns={columns} keyOf={(row) => row.id} source={LIST} />
      <Button look="main" className="self-start" onClick={() => setOpen('new')}>
        {texts.new}
      </Button>
      <Paged {...LIST} empty={null}>
        {(items) => (
          <DataTable<User>
            caption={texts.title}
            rows={items}
            keyOf={(row) => row.id}
            onOpen={setOpen}
            columns={columns}
          />
        )}
      </Paged>
      <Invitations />
      {open !== null && <PersonSheet person={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </>
  )
}

function Invitations() {
  const client = useQueryClient()
  const cancelling = useMutation({
    mutationFn: (id: string) => admin.cancelInvitation(id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['invitations'] }),
  })
  return (
    <Paged
      isAside
      queryKey={['invitations']}
      page={async () => {
        const { items } = await admin.invitations()
        return { items: items.filter((one) => one.state === 'open'), next_cursor: null }
      }}
      empty={null}
    >
      {(items) => (
        <Card className="p-4">
          <h2 className="text-lead font-semibold">{m.people.invitations}</h2>
          <Refused error={cancelling.error} />
          <ul className="divide-y divide-line">
            {items.map((one) => (
              <li key={one.id} className="flex flex-wrap items-center gap-3 py-2">
                <span className="min-w-0 flex-1">
                  {one.email}
                  <span className="block text-note text-soft">
                    {m.people.roles[one.role]} · {m.people.expires} <When at={one.expires_at} />
                  </span>
                </span>
                <Button disabled={cancelling.isPending} onClick={() => cancelling.mutate(one.id)}>
                  {m.people.cancelInvitation}
                </Button>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </Paged>
  )
}

function PersonSheet({ person, onClose }: { readonly person: User | null; readonly onClose: () => void }) {
  const client = useQueryClient()
  const { branches } = useSession()
  const [way, setWay] = useState<'invite' | 'create'>('invite')
  const [form, setForm] = useState({
    name: person?.name ?? '',
    email: person?.email ?? '',
    role: person?.role ?? ('cashier' as Role),
    branch_id: person?.branch_ids?.[0] ?? '',
    is_active: person?.is_active ?? true,
    password: '',
  })
  const { name, email, role, is_active, password } = form
  const branch_ids = form.branch_id === '' ? null : [form.branch_id]
  const saving = useMutation({
    mutationFn: async () => {
      if (person !== null) {
        const changed = { name, role, branch_ids, is_active }
        await admin.changeUser(person.id, password === '' ? changed : { ...changed, password })
        return null
      }
      if (way === 'invite') return (await admin.invite({ email, role, branch_ids })).url
      await admin.createUser({ name, email, password, role, branch_ids })
      return null
    },
    onSuccess: async (url) => {
      await client.invalidateQueries({ queryKey: ['people'] })
      await client.invalidateQueries({ queryKey: ['invitations'] })
      if (url !== null) return
      toast(m.people.saved)
      onClose()
    },
  })
  const errors = refusedFields(saving.error)
  const change = (changes: Partial<typeof form>) => setForm({ ...form, ...changes })
  const text = (field: 'name' | 'email' | 'password') => ({
    value: form[field],
    error: errors.get(field),
    onChange: (event: { target: { value: string } }) => change({ [field]: event.target.value }),
  })
  const isInvite = person === null && way === 'invite'
  return (
    <Sheet title={person?.name ?? m.people.new} isOpen onClose={onClose}>
      {typeof saving.data === 'string' ? (
        <ShownOnce note={m.people.inviteNote} text={saving.data} />
      ) : (
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            saving.mutate()
          }}
        >
          {person === null && (
            <Choice
              label={m.people.way}
              value={way}
              onChange={setWay}
              options={[
                { value: 'invite', label: m.people.invite },
                { value: 'create', label: m.people.create },
              ]}
            />
          )}
          {!isInvite && <TextField label={m.people.name} required maxLength={120} {...text('name')} />}
          {person === null && <TextField label={m.people.email} type="email" required {...text('email')} />}
          <SelectField
            label={m.people.role}
            hint={m.people.roleHints[role]}
            value={role}
            onChange={(event) =>
              change({ role: ROLES.find((one) => one === event.target.value) ?? 'viewer' })
            }
          >
            {ROLES.map((one) => (
              <option key={one} value={one}>
                {m.people.roles[one]}
              </option>
            ))}
          </SelectField>
          <SelectField
            label={m.people.branch}
            value={form.branch_id}
            onChange={(event) => change({ branch_id: event.target.value })}
          >
            <option value="">{m.people.allBranches}</option>
            {branches.map((branch) => (
              <option key={branch.id} value={branch.id}>
                {branch.name}
              </option>
            ))}
          </SelectField>
          {!isInvite && (
            <TextField
              label={person === null ? m.people.password : m.people.newPassword}
              hint={person === null ? m.enter.newPasswordHint : m.people.newPasswordHint}
              type="password"
              autoComplete="new-password"
              minLength={10}
              required={person === null}
              {...text('password')}
            />
          )}
          {person !== null && (
            <CheckField
              label={m.people.active}
              checked={is_active}
              onChange={(event) => change({ is_active: event.target.checked })}
            />
          )}
          <Refused error={saving.error} />
          <Button type="submit" look="main" size="large" disabled={saving.isPending}>
            {isInvite ? m.people.invite : m.actions.save}
          </Button>
        </form>
      )}
    </Sheet>
  )
}
