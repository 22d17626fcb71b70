import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { FieldOwners } from '../../../domain/sites/field-owners.ts'
import { Button } from '../../components/button.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Failure, Refused, SkeletonRows } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { type PlannedProduct, siteProducts } from '../../lib/site-product-calls.ts'
import { m } from '../../messages/messages.ts'
import { OwnerFields } from './owner-fields.tsx'

/** The owners of one product alone, over those of its site. */
export function ProductOwnersSheet({
  site_id,
  product,
  onClose,
}: {
  readonly site_id: string
  readonly product: PlannedProduct
  readonly onClose: () => void
}) {
  const client = useQueryClient()
  const texts = m.siteProducts
  const [owners, setOwners] = useState<Partial<FieldOwners>>(said(product.owners))
  const site = useQuery({
    queryKey: ['site-products', site_id, 'owners'],
    queryFn: () => siteProducts.owners(site_id),
  })
  const saving = useMutation({
    mutationFn: () => siteProducts.saveProductOwners(site_id, product.product_id, { owners }),
    onSuccess: async () => {
      toast(texts.settings.saved)
      await client.invalidateQueries({ queryKey: ['site-products', site_id] })
      onClose()
    },
  })
  return (
    <Sheet
      title={texts.ownersOf(product.name)}
      note={texts.settings.productNote}
      isOpen
      onClose={onClose}
      side="right"
    >
      {site.isPending && <SkeletonRows rows={4} className="h-16" />}
      {site.isError && <Failure error={site.error} onRetry={() => void site.refetch()} />}
      {site.data !== undefined && (
        <div className="flex flex-col gap-4">
          <OwnerFields owners={owners} follows={site.data.in_force} onChange={setOwners} />
          <Refused error={saving.error} />
          <Button look="main" size="large" disabled={saving.isPending} onClick={() => saving.mutate()}>
            {m.actions.save}
          </Button>
        </div>
      )}
    </Sheet>
  )
}

/** What was said: a field without a value is not. */
function said(owners: PlannedProduct['owners']): Partial<FieldOwners> {
  return Object.fromEntries(Object.entries(owners).filter(([, owner]) => owner !== undefined))
}
