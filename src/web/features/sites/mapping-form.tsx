import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { BLING_GOALS } from '../../../domain/orders/bling-status.ts'
import { ORDER_STATUSES } from '../../../domain/orders/standing.ts'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { Card } from '../../components/page.tsx'
import { Refused } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { orders, type StatusMapping } from '../../lib/order-calls.ts'
import type { Site } from '../../lib/site-calls.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { ChoiceById, type NamedIds } from './choice-by-id.tsx'
import { draftOf, overridesOf, usualDraft } from './mapping-draft.ts'
import { WordRows } from './word-rows.tsx'

/** Which of the site's words stand for which states, what it is told, and the situation of each in Bling. */
export function MappingForm({
  site,
  mapping,
  situations,
}: {
  readonly site: Site
  readonly mapping: StatusMapping
  /** The situations of the account that the orders go to. */
  readonly situations: NamedIds
}) {
  const { can } = useSession()
  const client = useQueryClient()
  const [draft, setDraft] = useState(() => draftOf(mapping.in_force))
  const [isTold, setTold] = useState(false)
  const usual = usualDraft(site.kind)
  const texts = m.sites.rulesForm
  const saving = useMutation({
    mutationFn: () => orders.saveMapping(site.id, overridesOf(site.kind, draft)),
    onSuccess: async () => {
      toast(texts.mappingSaved)
      await client.invalidateQueries({ queryKey: ['orders'] })
    },
  })
  const isNumber = (text: string) => /^\d*$/.test(text.trim())
  const save = () => {
    const areNumbers = BLING_GOALS.every((goal) => isNumber(draft.to_bling[goal]))
    setTold(!areNumbers)
    if (areNumbers) saving.mutate()
  }
  return (
    <Card className="p-4">
      <form
        className="flex flex-col gap-6"
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <div>
          <h2 className="text-lead font-semibold">{texts.mappingTitle}</h2>
          <p className="text-note text-soft">{texts.mappingNote}</p>
        </div>
        <WordRows kind={site.kind} words={draft.words} onChange={(words) => setDraft({ ...draft, words })} />
        <fieldset className="flex min-w-0 flex-col gap-2">
          <legend className="font-semibold">{texts.toTitle}</legend>
          <p className="text-note text-soft">{texts.toNote}</p>
          <div className="grid gap-x-3 gap-y-2 sm:grid-cols-2">
            {ORDER_STATUSES.map((status) => (
              <TextField
                key={status}
                label={m.orders.statuses[status]}
                maxLength={60}
                autoComplete="off"
                spellCheck={false}
                value={draft.to_site[status]}
                placeholder={usual.to_site[status]}
                onChange={(event) =>
                  setDraft({ ...draft, to_site: { ...draft.to_site, [status]: event.target.value } })
                }
              />
            ))}
          </div>
        </fieldset>
        <fieldset className="flex min-w-0 flex-col gap-2">
          <legend className="font-semibold">{texts.blingTitle}</legend>
          <p className="text-note text-soft">{texts.blingNote}</p>
          <div className="grid grid-cols-2 gap-x-3 gap-y-2">
            {BLING_GOALS.map((goal) => (
              <ChoiceById
                key={goal}
                label={texts.goals[goal]}
                none={texts.usualName}
                choices={situations}
                value={draft.to_bling[goal]}
                error={isTold && !isNumber(draft.to_bling[goal]) ? texts.goalProblem : undefined}
                onChange={(id) => setDraft({ ...draft, to_bling: { ...draft.to_bling, [goal]: id } })}
              />
            ))}
          </div>
        </fieldset>
        <Refused error={saving.error} />
        {can('orders.write') && (
          <Button type="submit" look="main" size="large" disabled={saving.isPending}>
            {m.actions.save}
          </Button>
        )}
      </form>
    </Card>
  )
}
