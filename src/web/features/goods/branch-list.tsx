import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Got } from '../../../client/api-types.ts'
import type { branch } from '../../../contract/catalog.ts'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { Card } from '../../components/page.tsx'
import { Paged } from '../../components/paged.tsx'
import { PrintButton } from '../../components/print-button.tsx'
import { Refused } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { api } from '../../lib/api.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { m } from '../../messages/messages.ts'

type Branch = Got<typeof branch>

const LIST = {
  queryKey: ['branches'],
  page: (cursor: string | undefined, limit?: number) => api.branches.list({ cursor, limit }),
}

/** The places that hold stock: made, renamed, put to rest. */
export function BranchList() {
  const texts = m.catalog.branches
  return (
    <>
      <PrintButton
        title={texts.title}
        columns={[
          { name: texts.name, cell: (row) => row.name },
          { name: m.stock.columns.status, cell: (row) => (row.is_active ? texts.active : texts.inactive) },
        ]}
        keyOf={(row) => row.id}
        source={LIST}
      />
      <NewBranch />
      <Paged {...LIST} empty={<p className="text-soft">{texts.note}</p>}>
        {(items) => items.map((one) => <BranchCard key={one.id} branch={one} />)}
      </Paged>
    </>
  )
}

function useSaved(onDone: () => void) {
  const client = useQueryClient()
  return async () => {
    toast(m.catalog.branches.saved)
    onDone()
    await client.invalidateQueries()
  }
}

function NewBranch() {
  const [name, setName] = useState('')
  const key = useCommandKey(name)
  const onSuccess = useSaved(() => setName(''))
  const making = useMutation({
    mutationFn: () => api.branches.create({ name }, { idempotency_key: key }),
    onSuccess,
  })
  return (
    <form
      className="flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        making.mutate()
      }}
    >
      <div className="min-w-0 flex-1 basis-60">
        <TextField
          label={m.catalog.branches.new}
          required
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </div>
      <Button type="submit" look="main" className="h-12" disabled={making.isPending}>
        {m.catalog.branches.add}
      </Button>
      <Refused error={making.error} />
    </form>
  )
}

function BranchCard({ branch }: { readonly branch: Branch }) {
  const texts = m.catalog.branches
  const [name, setName] = useState<string | null>(null)
  const [wasRenaming, setRenaming] = useState(false)
  const onSuccess = useSaved(() => setName(null))
  const changing = useMutation({
    mutationFn: (change: { name?: string; is_active?: boolean }) => api.branches.change(branch.id, change),
    onSuccess,
  })
  if (name !== null)
    return (
      <Card className="p-4">
        <form
          className="flex flex-wrap items-end gap-3"
          onSubmit={(event) => {
            event.preventDefault()
            changing.mutate({ name })
          }}
        >
          <div className="min-w-0 flex-1 basis-60">
            <TextField
              label={texts.name}
              required
              maxLength={120}
              autoFocus
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          </div>
          <Button type="submit" look="main" className="h-12" disabled={changing.isPending}>
            {m.actions.save}
          </Button>
          <Button
            look="quiet"
            className="h-12"
            onClick={() => {
              changing.reset()
              setName(null)
            }}
          >
            {m.actions.cancel}
          </Button>
          <Refused error={changing.error} />
        </form>
      </Card>
    )
  return (
    <Card className="flex flex-wrap items-center gap-3 p-4">
      <div className="min-w-0 flex-1">
        <h2 className="text-lead font-semibold">{branch.name}</h2>
        <p className="text-note text-soft">{branch.is_active ? texts.active : texts.inactive}</p>
      </div>
      <Button
        // Whoever renamed it goes on from here.
        autoFocus={wasRenaming}
        onClick={() => {
          setRenaming(true)
          setName(branch.name)
        }}
      >
        {texts.rename}
      </Button>
      <Button
        look="quiet"
        disabled={changing.isPending}
        onClick={() => changing.mutate({ is_active: !branch.is_active })}
      >
        {branch.is_active ? texts.deactivate : texts.activate}
      </Button>
      <Refused error={changing.error} />
    </Card>
  )
}
