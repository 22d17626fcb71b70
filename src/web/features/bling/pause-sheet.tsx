import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Choice } from '../../components/field.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Failure, Refused, SkeletonRows } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { type Account, bling } from '../../lib/bling-calls.ts'
import { m } from '../../messages/messages.ts'
import { PreviewLines } from './preview-lines.tsx'

type Chosen = Account['chosen_state']
const STATES: readonly Chosen[] = ['active', 'frozen', 'excluded']

/** Lets an account rest or leaves it out; shows first, from balances read now, what that changes. */
export function PauseSheet({
  account,
  onClose,
}: {
  readonly account: Account
  readonly onClose: () => void
}) {
  const client = useQueryClient()
  const [state, setState] = useState<Chosen>(account.chosen_state === 'active' ? 'frozen' : 'active')
  const preview = useQuery({
    queryKey: ['bling', 'preview', account.id, state],
    queryFn: () => bling.preview(account.id, state),
    enabled: state !== account.chosen_state,
    staleTime: 0,
  })
  const saving = useMutation({
    mutationFn: () => bling.changeAccount(account.id, { state }),
    onSuccess: async () => {
      toast(m.bling.choose.done)
      await client.invalidateQueries({ queryKey: ['sync'] })
      onClose()
    },
  })
  const texts = m.bling.choose
  return (
    <Sheet title={texts.title} note={account.name} isOpen onClose={onClose}>
      <div className="flex flex-col gap-4">
        <Choice
          label={texts.state}
          value={state}
          onChange={setState}
          options={STATES.map((value) => ({ value, label: texts[value] }))}
        />
        <p className="text-soft">{m.bling.stateHints[state]}</p>
        {state !== account.chosen_state && (
          <section aria-live="polite" className="flex flex-col gap-2">
            <h3 className="font-semibold">{texts.preview}</h3>
            <p className="text-note text-soft">{texts.previewNote}</p>
            {preview.isPending && <SkeletonRows rows={3} className="h-12" />}
            {preview.isError && <Failure error={preview.error} onRetry={() => void preview.refetch()} />}
            {preview.isSuccess && <PreviewLines page={preview.data} />}
          </section>
        )}
        <Refused error={saving.error} />
        <Button
          look="main"
          size="large"
          disabled={saving.isPending || state === account.chosen_state}
          onClick={() => saving.mutate()}
        >
          {texts.confirm[state]}
        </Button>
      </div>
    </Sheet>
  )
}
