import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { FieldOwners } from '../../../domain/sites/field-owners.ts'
import { Button } from '../../components/button.tsx'
import { CheckField, Choice, SelectField } from '../../components/field.tsx'
import { Notice } from '../../components/notice.tsx'
import { Card } from '../../components/page.tsx'
import { Failure, Refused, SkeletonRows } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { useBlingAccounts } from '../../lib/places.ts'
import { type OwnerSettings, siteProducts } from '../../lib/site-product-calls.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { OwnerFields } from './owner-fields.tsx'

/** Whose value of each field counts at a site, where its own go, and whether differences are written by themselves. */
export function OwnerForm({ site_id }: { readonly site_id: string }) {
  const settings = useQuery({
    queryKey: ['site-products', site_id, 'owners'],
    queryFn: () => siteProducts.owners(site_id),
  })
  if (settings.isPending) return <SkeletonRows rows={6} className="h-16" />
  if (settings.isLoadingError)
    return <Failure error={settings.error} onRetry={() => void settings.refetch()} />
  return <Form site_id={site_id} before={settings.data} />
}

function Form({ site_id, before }: { readonly site_id: string; readonly before: OwnerSettings }) {
  const { can } = useSession()
  const client = useQueryClient()
  const accounts = useBlingAccounts()
  const texts = m.siteProducts.settings
  const [account_id, setAccount] = useState(before.account_id ?? '')
  const [owners, setOwners] = useState<Partial<FieldOwners>>(before.in_force)
  const [takers, setTakers] = useState(before.takers)
  const [mode, setMode] = useState(before.mode)
  const [creates, setCreates] = useState(before.creates)
  const [brings_in, setBringsIn] = useState(before.brings_in)
  const saving = useMutation({
    mutationFn: () =>
      siteProducts.saveOwners(site_id, {
        ...{ owners, takers, mode, creates, brings_in },
        account_id: account_id === '' ? null : account_id,
      }),
    onSuccess: async () => {
      toast(texts.saved)
      await client.invalidateQueries({ queryKey: ['site-products', site_id] })
    },
  })
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        saving.mutate()
      }}
    >
      <fieldset disabled={!can('sync.write')} className="contents">
        <Card className="flex flex-col gap-4 p-4">
          <div>
            <h2 className="text-lead font-semibold">{texts.ownersTitle}</h2>
            <p className="text-note text-soft">{texts.ownersNote}</p>
          </div>
          <OwnerFields owners={owners} follows={null} onChange={setOwners} />
        </Card>
        <Card className="flex flex-col gap-3 p-4">
          <h2 className="text-lead font-semibold">{texts.takersTitle}</h2>
          {(['bling', 'estoqueuni'] as const).map((taker) => (
            <CheckField
              key={taker}
              label={texts.takers[taker]}
              hint={texts.takersHint[taker]}
              checked={takers.includes(taker)}
              onChange={(event) =>
                setTakers(event.target.checked ? [...takers, taker] : takers.filter((one) => one !== taker))
              }
            />
          ))}
          <SelectField
            label={texts.account}
            hint={texts.accountHint}
            value={account_id}
            onChange={(event) => setAccount(event.target.value)}
          >
            <option value="">{texts.accountAuto}</option>
            {(accounts.data?.items ?? []).map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
        </Card>
        <Card className="flex flex-col gap-4 p-4">
          <Choice
            label={texts.mode}
            value={mode}
            options={[
              { value: 'manual', label: texts.modes.manual },
              { value: 'automatic', label: texts.modes.automatic },
            ]}
            onChange={setMode}
          />
          {mode === 'automatic' && (
            <>
              <CheckField
                label={texts.creates}
                hint={texts.createsHint}
                checked={creates}
                onChange={(event) => setCreates(event.target.checked)}
              />
              <CheckField
                label={texts.bringsIn}
                hint={texts.bringsInHint}
                checked={brings_in}
                onChange={(event) => setBringsIn(event.target.checked)}
              />
              <Notice tone="calm">{texts.automaticNote}</Notice>
            </>
          )}
        </Card>
        <Refused error={saving.error} />
        {can('sync.write') && (
          <Button look="main" size="large" type="submit" className="self-start" disabled={saving.isPending}>
            {m.actions.save}
          </Button>
        )}
      </fieldset>
    </form>
  )
}
