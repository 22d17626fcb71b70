import { PRODUCT_FIELDS } from '../../../domain/sites/product-fields.ts'
import type { SiteCapabilities } from '../connector.ts'

/** A site written by hand: its stock is with us, so a difference is added in one step and every reading has a version. */
export const GENERIC_CAPABILITIES: SiteCapabilities = {
  locations: false,
  relative_stock: true,
  optimistic_version: true,
  batch_size: 200,
  product_fields: PRODUCT_FIELDS,
  // Each variation is a product of its own there, as it is in our catalogue.
  families: false,
  webhook_signature: 'hmac_sha256_hex',
}
