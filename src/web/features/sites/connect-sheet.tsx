import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Choice, TextField } from '../../components/field.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Refused } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { refusedFields } from '../../lib/refusal-text.ts'
import { type Site, sites } from '../../lib/site-calls.ts'
import { m } from '../../messages/messages.ts'
import { KeyFields } from './key-fields.tsx'

const KINDS = ['woocommerce', 'generic'] as const

/** Connects a shop by its address and keys, which are tried before they are kept, or a site that calls us. */
export function ConnectSheet({
  onClose,
  onConnected,
}: {
  readonly onClose: () => void
  readonly onConnected: (site: Site) => void
}) {
  const client = useQueryClient()
  const [kind, setKind] = useState<(typeof KINDS)[number]>('woocommerce')
  const [form, setForm] = useState({ name: '', address: '', consumer_key: '', consumer_secret: '' })
  const texts = m.sites.form
  const connecting = useMutation({
    mutationFn: () => {
      const { name, address, consumer_key, consumer_secret } = form
      return kind === 'woocommerce'
        ? sites.connect({
            kind,
            name,
            address: address.trim(),
            credentials: { consumer_key, consumer_secret },
          })
        : sites.connect({ kind, name, address: address.trim() === '' ? null : address.trim() })
    },
    onSuccess: async (site) => {
      toast(`${texts.done(site.name)} ${kind === 'woocommerce' ? texts.next : texts.ownNext}`)
      await client.invalidateQueries({ queryKey: ['sync'] })
      onConnected(site)
    },
  })
  const errors = refusedFields(connecting.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    connecting.mutate()
  }
  return (
    <Sheet title={texts.title} isOpen onClose={onClose}>
      <form className="flex flex-col gap-4" onSubmit={submit}>
        <Choice
          label={texts.kind}
          value={kind}
          onChange={(next) => {
            connecting.reset()
            setKind(next)
          }}
          options={KINDS.map((value) => ({ value, label: m.sites.kinds[value] }))}
        />
        <TextField
          label={texts.name}
          required
          maxLength={120}
          value={form.name}
          error={errors.get('name')}
          onChange={(event) => setForm({ ...form, name: event.target.value })}
        />
        <TextField
          label={kind === 'woocommerce' ? texts.address : texts.ownAddress}
          hint={kind === 'woocommerce' ? texts.addressHint : texts.ownAddressHint}
          type="url"
          inputMode="url"
          required={kind === 'woocommerce'}
          maxLength={500}
          value={form.address}
          error={errors.get('address')}
          onChange={(event) => setForm({ ...form, address: event.target.value })}
        />
        {kind === 'woocommerce' && (
          <KeyFields keys={form} errors={errors} onChange={(keys) => setForm({ ...form, ...keys })} />
        )}
        <Refused error={errors.size === 0 ? connecting.error : null} />
        <Button type="submit" look="main" size="large" disabled={connecting.isPending}>
          {connecting.isPending && kind === 'woocommerce' ? texts.trying : texts.submit}
        </Button>
      </form>
    </Sheet>
  )
}
