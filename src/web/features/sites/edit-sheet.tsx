import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Refused } from '../../components/states.tsx'
import { Stepper } from '../../components/stepper.tsx'
import { toast } from '../../components/toasts.tsx'
import { refusedFields } from '../../lib/refusal-text.ts'
import { type Site, sites } from '../../lib/site-calls.ts'
import { m } from '../../messages/messages.ts'

/** What a site is called here, how often it may be asked, and where one written by hand hears of its orders. */
export function EditSheet({ site, onClose }: { readonly site: Site; readonly onClose: () => void }) {
  const client = useQueryClient()
  const [name, setName] = useState(site.name)
  const [address, setAddress] = useState(site.address ?? '')
  const [perSecond, setPerSecond] = useState(site.budget.requests_per_second ?? 0)
  const texts = m.sites.form
  const isShop = site.kind === 'woocommerce'
  const saving = useMutation({
    mutationFn: () =>
      sites.change(site.id, {
        name,
        ...(isShop
          ? { requests_per_second: perSecond }
          : { address: address.trim() === '' ? null : address.trim() }),
      }),
    onSuccess: async () => {
      toast(m.sites.editForm.done)
      await client.invalidateQueries({ queryKey: ['sync'] })
      onClose()
    },
  })
  const errors = refusedFields(saving.error)
  return (
    <Sheet title={m.sites.editForm.title} note={site.name} isOpen onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          saving.mutate()
        }}
      >
        <TextField
          label={texts.name}
          required
          maxLength={120}
          value={name}
          error={errors.get('name')}
          onChange={(event) => setName(event.target.value)}
        />
        {isShop ? (
          <div className="flex items-center justify-between gap-3">
            <span aria-hidden="true" className="font-medium">
              {texts.perSecond}
            </span>
            <Stepper label={texts.perSecond} value={perSecond} min={1} max={100} onChange={setPerSecond} />
          </div>
        ) : (
          <TextField
            label={texts.ownAddress}
            hint={texts.ownAddressHint}
            type="url"
            maxLength={500}
            value={address}
            error={errors.get('address')}
            onChange={(event) => setAddress(event.target.value)}
          />
        )}
        <Refused error={errors.size === 0 ? saving.error : null} />
        <Button type="submit" look="main" size="large" disabled={saving.isPending}>
          {m.actions.save}
        </Button>
      </form>
    </Sheet>
  )
}
