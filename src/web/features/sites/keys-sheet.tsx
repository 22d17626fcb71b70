import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/field.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Refused } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { refusedFields } from '../../lib/refusal-text.ts'
import { type Site, sites } from '../../lib/site-calls.ts'
import { m } from '../../messages/messages.ts'
import { KeyFields } from './key-fields.tsx'

/** Other keys for a shop, or another address; both are tried at the shop before they take the place of what is kept. */
export function KeysSheet({ site, onClose }: { readonly site: Site; readonly onClose: () => void }) {
  const client = useQueryClient()
  const [address, setAddress] = useState(site.address ?? '')
  const [keys, setKeys] = useState({ consumer_key: '', consumer_secret: '' })
  const texts = m.sites.keysForm
  const saving = useMutation({
    mutationFn: () =>
      sites.change(site.id, {
        credentials: keys,
        ...(address.trim() === site.address ? {} : { address: address.trim() }),
      }),
    onSuccess: async () => {
      toast(texts.done)
      await client.invalidateQueries({ queryKey: ['sync'] })
      onClose()
    },
  })
  const errors = refusedFields(saving.error)
  return (
    <Sheet title={texts.title} note={site.name} isOpen onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          saving.mutate()
        }}
      >
        <p className="text-soft">{texts.note}</p>
        <TextField
          label={m.sites.form.address}
          hint={m.sites.form.addressHint}
          type="url"
          required
          maxLength={500}
          value={address}
          error={errors.get('address')}
          onChange={(event) => setAddress(event.target.value)}
        />
        <KeyFields keys={keys} errors={errors} onChange={(next) => setKeys({ ...keys, ...next })} />
        <Refused error={errors.size === 0 ? saving.error : null} />
        <Button type="submit" look="main" size="large" disabled={saving.isPending}>
          {saving.isPending ? m.sites.form.trying : texts.title}
        </Button>
      </form>
    </Sheet>
  )
}
