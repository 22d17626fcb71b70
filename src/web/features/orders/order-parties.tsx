import { ExternalLink } from 'lucide-react'
import type { ReactNode } from 'react'
import { CopyText } from '../../components/copy-text.tsx'
import { Fact } from '../../components/fact.tsx'
import { When } from '../../components/when.tsx'
import type { OrderDetail } from '../../lib/order-calls.ts'
import { useAccountNames } from '../../lib/places.ts'
import { m } from '../../messages/messages.ts'
import { addressLines, documentText } from './person-text.ts'

/** Who bought, how it is paid, where it stands in Bling, and its invoice. */
export function OrderParties({ order }: { readonly order: OrderDetail }) {
  const accountName = useAccountNames()
  const texts = m.orders
  const { customer, account_id } = order
  return (
    <>
      <Part title={texts.customer}>
        {customer === null ? (
          <p className="text-soft">{texts.noCustomer}</p>
        ) : (
          <Facts>
            <div className="col-span-2 text-text font-medium">
              <dt className="sr-only">{texts.customer}</dt>
              <dd>{customer.name}</dd>
            </div>
            {customer.document !== null && (
              <Fact name={texts.document}>{documentText(customer.document)}</Fact>
            )}
            {customer.phone !== null && <Fact name={texts.phone}>{customer.phone}</Fact>}
            {customer.email !== null && (
              <Fact name={texts.email}>
                <span className="break-all">{customer.email}</span>
              </Fact>
            )}
            {customer.address !== null && (
              <Fact name={texts.address}>
                {addressLines(customer.address).map((line) => (
                  <span key={line} className="block">
                    {line}
                  </span>
                ))}
              </Fact>
            )}
            {customer.note !== null && (
              <div className="col-span-2">
                <Fact name={texts.buyerNote}>{customer.note}</Fact>
              </div>
            )}
          </Facts>
        )}
      </Part>
      <Part title={texts.payment}>
        <Facts>
          <Fact name={texts.columns.status}>{texts.payments[order.payment_status]}</Fact>
          <Fact name={texts.method}>
            {order.payment_method === '' ? texts.noMethod : order.payment_method},{' '}
            {texts.instalments(order.instalments)}
          </Fact>
          <Fact name={texts.receivables}>
            {order.are_accounts_launched ? texts.launched : texts.notLaunched}
          </Fact>
        </Facts>
      </Part>
      <Part title={texts.inBling}>
        <Facts>
          <Fact name={texts.account}>
            {account_id === null ? texts.backlog.noAccount : accountName(account_id)}
          </Fact>
          <Fact name={texts.blingNumber}>
            {order.bling_order_id === null ? texts.notThere : (order.bling_number ?? order.bling_order_id)}
            {order.bling_status !== null && (
              <span className="block font-normal text-soft">
                {texts.timeline.blingStatus(order.bling_status)}
              </span>
            )}
          </Fact>
          <Fact name={texts.shopNumber}>
            <span className="break-all">{order.shop_number}</span>
          </Fact>
        </Facts>
      </Part>
      <Invoice order={order} />
    </>
  )
}

function Invoice({ order }: { readonly order: OrderDetail }) {
  const texts = m.orders
  const { invoice, invoice_asked_at } = order
  if (invoice === null && invoice_asked_at === null) return null
  return (
    <Part title={texts.invoiceTitle}>
      <Facts>
        <Fact name={texts.columns.status}>
          {texts.invoices[order.invoice_status]}
          {invoice === null && invoice_asked_at !== null && (
            <span className="block font-normal text-soft">
              {texts.invoiceAsked} <When at={invoice_asked_at} />
            </span>
          )}
        </Fact>
        {invoice?.number != null && invoice.number !== '' && (
          <Fact name={`${texts.invoiceNumber} · ${texts.invoiceSeries}`}>
            {invoice.number} · {invoice.series}
          </Fact>
        )}
      </Facts>
      {invoice?.access_key != null && <CopyText label={texts.invoiceKey} text={invoice.access_key} />}
      {invoice?.url != null && (
        <a
          href={invoice.url}
          target="_blank"
          rel="noreferrer"
          className="inline-flex items-center gap-1.5 py-2 font-semibold text-accent underline underline-offset-2"
        >
          <ExternalLink size={16} aria-hidden="true" />
          {texts.invoiceOpen}
        </a>
      )}
    </Part>
  )
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-lead font-semibold">{title}</h3>
      {children}
    </section>
  )
}

function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className="grid grid-cols-2 gap-x-4 gap-y-2 text-note">{children}</dl>
}
