import { Tabs } from '../../components/tabs.tsx'
import { m } from '../../messages/messages.ts'
import { OrderRules } from './order-rules.tsx'
import { SiteDeliveries } from './site-deliveries.tsx'
import { SiteInbox } from './site-inbox.tsx'
import { SiteList } from './site-list.tsx'

/** Sales sites in four views: the sites, how their orders travel, what they told, and what they were told. */
export function SitesView() {
  const texts = m.sites.tabs
  return (
    <Tabs
      label={m.sites.title}
      tabs={[
        { name: 'list', label: texts.list, content: () => <SiteList /> },
        { name: 'rules', label: texts.rules, content: () => <OrderRules /> },
        { name: 'inbox', label: texts.inbox, content: () => <SiteInbox /> },
        { name: 'deliveries', label: texts.deliveries, content: () => <SiteDeliveries /> },
      ]}
    />
  )
}
