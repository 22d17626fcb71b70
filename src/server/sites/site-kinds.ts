import type { SiteCapabilities, WebhookReader } from './connector.ts'
import { GENERIC_CAPABILITIES } from './generic/generic-capabilities.ts'
import { genericWebhookReader } from './generic/generic-webhooks.ts'
import type { SiteRow } from './sites.store.ts'
import { WOO_CAPABILITIES } from './woocommerce/woo-connector.ts'
import { wooWebhookReader } from './woocommerce/woo-webhooks.ts'

/** What a kind of site can do. */
export function capabilitiesOf(kind: SiteRow['kind']): SiteCapabilities {
  switch (kind) {
    case 'woocommerce':
      return WOO_CAPABILITIES
    case 'generic':
      return GENERIC_CAPABILITIES
  }
}

/** What judges the deliveries of a kind of site. */
export function webhookReaderOf(kind: SiteRow['kind']): WebhookReader {
  switch (kind) {
    case 'woocommerce':
      return wooWebhookReader
    case 'generic':
      return genericWebhookReader
  }
}
