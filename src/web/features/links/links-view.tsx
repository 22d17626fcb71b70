import { Tabs } from '../../components/tabs.tsx'
import { m } from '../../messages/messages.ts'
import { LinkedList } from './linked-list.tsx'
import { ProductReading } from './product-reading.tsx'
import { SuggestionList } from './suggestion-list.tsx'

/** Links in four views: to choose, linked, without a counterpart, and the products of each account. */
export function LinksView() {
  const texts = m.links.tabs
  return (
    <Tabs
      label={m.links.title}
      tabs={[
        { name: 'choose', label: texts.choose, content: () => <SuggestionList kind={undefined} /> },
        { name: 'linked', label: texts.linked, content: () => <LinkedList /> },
        { name: 'absent', label: texts.absent, content: () => <SuggestionList kind="absent" /> },
        { name: 'products', label: texts.products, content: () => <ProductReading /> },
      ]}
    />
  )
}
