import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Choice, SelectField, TextArea } from '../../components/field.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Refused } from '../../components/states.tsx'
import { Stepper } from '../../components/stepper.tsx'
import { toast } from '../../components/toasts.tsx'
import { usePools } from '../../lib/places.ts'
import { sync } from '../../lib/sync-calls.ts'
import { m } from '../../messages/messages.ts'

const WHAT = ['one', 'all', 'suspects', 'recent'] as const

/** Synchronises now: some SKUs, all, those in doubt, those of late. */
export function StartSheet({ onClose }: { readonly onClose: () => void }) {
  const client = useQueryClient()
  const pools = usePools()
  const [what, setWhat] = useState<(typeof WHAT)[number]>('one')
  const [text, setText] = useState('')
  const [hours, setHours] = useState(2)
  const [pool_id, setPool] = useState('')
  const starting = useMutation({
    mutationFn: () => {
      const pool = pool_id === '' ? {} : { pool_id }
      if (what === 'one') return sync.startRun({ ...pool, text })
      return sync.startRun({ ...pool, select: what, ...(what === 'recent' ? { hours } : {}) })
    },
    onSuccess: async () => {
      toast(m.sync.start.started)
      await client.invalidateQueries({ queryKey: ['sync'] })
      onClose()
    },
  })
  const texts = m.sync.start
  return (
    <Sheet title={texts.title} isOpen onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          starting.mutate()
        }}
      >
        <Choice
          label={texts.what}
          value={what}
          onChange={setWhat}
          options={WHAT.map((value) => ({ value, label: texts[value] }))}
        />
        {what === 'one' && (
          <TextArea
            label={texts.text}
            hint={texts.textHint}
            required
            rows={4}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
        {what === 'recent' && (
          <div className="flex items-center justify-between gap-3">
            <span aria-hidden="true">{texts.hours}</span>
            <Stepper label={texts.hours} value={hours} min={1} max={720} onChange={setHours} />
          </div>
        )}
        {(pools.data?.items.length ?? 0) > 1 && (
          <SelectField label={texts.pool} value={pool_id} onChange={(event) => setPool(event.target.value)}>
            <option value="">{texts.everyPool}</option>
            {pools.data?.items.map((pool) => (
              <option key={pool.id} value={pool.id}>
                {pool.name}
              </option>
            ))}
          </SelectField>
        )}
        <Refused error={starting.error} />
        <Button type="submit" look="main" size="large" disabled={starting.isPending}>
          {texts.go}
        </Button>
      </form>
    </Sheet>
  )
}
