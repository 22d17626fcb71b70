import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { CheckField, Choice, SelectField, TextField } from '../../components/field.tsx'
import { Notice } from '../../components/notice.tsx'
import { Card } from '../../components/page.tsx'
import { Refused } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import type { Account } from '../../lib/bling-calls.ts'
import { type OrderRoute, orders } from '../../lib/order-calls.ts'
import { refusedFields } from '../../lib/refusal-text.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { ChoiceById } from './choice-by-id.tsx'
import { MethodRows, methodsOf, rowsOf } from './method-rows.tsx'
import type { OrderNames } from './use-order-names.ts'

const INVOICE_RULES = ['by_person', 'when_paid'] as const

/** To which account the orders of a site go, under which number, and when they are invoiced. */
export function RouteForm({
  route,
  accounts,
  names,
  onAccount,
}: {
  readonly route: OrderRoute
  readonly accounts: readonly Account[]
  readonly names: OrderNames
  readonly onAccount: (account_id: string) => void
}) {
  const { can } = useSession()
  const client = useQueryClient()
  const [form, setForm] = useState({
    account_id: route.account_id ?? '',
    sales_channel_id: route.sales_channel_id ?? '',
    number_prefix: route.number_prefix,
    launches_stock: route.launches_stock,
    invoice_rule: route.invoice_rule,
  })
  const [methods, setMethods] = useState(() => rowsOf(route.payment_methods))
  const change = (changes: Partial<typeof form>) => setForm({ ...form, ...changes })
  const texts = m.sites.rulesForm
  const saving = useMutation({
    mutationFn: () =>
      orders.saveRoute(route.site_id, {
        ...form,
        account_id: form.account_id === '' ? null : form.account_id,
        sales_channel_id: form.sales_channel_id.trim() === '' ? null : form.sales_channel_id.trim(),
        payment_methods: methodsOf(methods),
      }),
    onSuccess: async () => {
      toast(texts.saved)
      await client.invalidateQueries({ queryKey: ['orders'] })
    },
  })
  const errors = refusedFields(saving.error)
  const isKnown = ['account_id', 'sales_channel_id', 'number_prefix'].some((name) => errors.has(name))
  return (
    <Card className="p-4">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          saving.mutate()
        }}
      >
        <h2 className="text-lead font-semibold">{texts.routeTitle}</h2>
        <SelectField
          label={texts.account}
          hint={texts.accountHint}
          error={errors.get('account_id')}
          value={form.account_id}
          onChange={(event) => {
            // Ids of one account mean nothing in another.
            change({ account_id: event.target.value, sales_channel_id: '' })
            setMethods(methods.map((row) => ({ ...row, id: '' })))
            onAccount(event.target.value)
          }}
        >
          <option value="">{texts.noAccount}</option>
          {accounts.map((account) => (
            <option key={account.id} value={account.id}>
              {account.name}
            </option>
          ))}
        </SelectField>
        {names.isError && (
          <Notice tone="warn" action={<Button onClick={names.retry}>{m.actions.retry}</Button>}>
            {texts.namesAway}
          </Notice>
        )}
        {names.missingScopes.length > 0 && (
          <Notice tone="warn">{texts.scopesMissing(names.missingScopes)}</Notice>
        )}
        <ChoiceById
          label={texts.channel}
          hint={texts.channelHint}
          none={texts.noChannel}
          choices={names.channels}
          value={form.sales_channel_id}
          error={errors.get('sales_channel_id')}
          onChange={(sales_channel_id) => change({ sales_channel_id })}
        />
        <TextField
          label={texts.prefix}
          hint={texts.prefixHint}
          maxLength={20}
          value={form.number_prefix}
          error={errors.get('number_prefix')}
          onChange={(event) => change({ number_prefix: event.target.value })}
        />
        <CheckField
          label={texts.launchesStock}
          hint={texts.launchesStockHint}
          checked={form.launches_stock}
          onChange={(event) => change({ launches_stock: event.target.checked })}
        />
        <Choice
          label={texts.invoiceRule}
          value={form.invoice_rule}
          onChange={(invoice_rule) => change({ invoice_rule })}
          options={INVOICE_RULES.map((value) => ({ value, label: texts.invoiceRules[value] }))}
        />
        {form.invoice_rule === 'when_paid' && <Notice tone="warn">{texts.invoiceWhenPaid}</Notice>}
        <MethodRows rows={methods} choices={names.methods} onChange={setMethods} />
        <Refused error={isKnown ? null : saving.error} />
        {can('orders.write') && (
          <Button type="submit" look="main" size="large" disabled={saving.isPending}>
            {m.actions.save}
          </Button>
        )}
      </form>
    </Card>
  )
}
