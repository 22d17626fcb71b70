import { Boxes } from 'lucide-react'
import type { PlannedProduct } from '../../lib/site-product-calls.ts'
import { m } from '../../messages/messages.ts'

type PlannedFamily = NonNullable<PlannedProduct['writes'][number]['family']>

/** Into which product with variations a new variation goes, what it is in it, and whether that product is made, too. */
export function FamilyLine({ family }: { readonly family: PlannedFamily }) {
  const texts = m.siteProducts.family
  const attributes = family.attributes.map(({ name, option }) => texts.attribute(name, option))
  return (
    <div className="flex gap-2 text-note text-soft">
      <Boxes size={16} className="mt-0.5 shrink-0" aria-hidden="true" />
      <p className="min-w-0 break-words">
        <span className="block font-medium text-text">{texts.of(family.name, family.sku)}</span>
        <span className="block">{attributes.join(' · ')}</span>
        <span className="block">{family.is_new ? texts.isNew : texts.isThere}</span>
      </p>
    </div>
  )
}
