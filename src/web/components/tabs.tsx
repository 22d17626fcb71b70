import { Tabs as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { useSearchParams } from 'react-router'

/** One of several views of a screen; which one is in the address, so that it can be linked and gone back to. */
export function Tabs<Name extends string>({
  label,
  tabs,
  kept = [],
}: {
  readonly label: string
  /** What else of the address stays when one goes to another view. */
  readonly kept?: readonly string[]
  readonly tabs: readonly {
    readonly name: Name
    readonly label: ReactNode
    readonly content: () => ReactNode
  }[]
}) {
  const [params, setParams] = useSearchParams()
  const asked = params.get('aba')
  const current = tabs.find((tab) => tab.name === asked) ?? tabs[0]
  if (current === undefined) return null
  const stays = Object.fromEntries([...params].filter(([name]) => kept.includes(name)))
  return (
    <Radix.Root
      value={current.name}
      activationMode="manual"
      onValueChange={(name) => setParams({ ...stays, aba: name }, { replace: true })}
      className="flex flex-col gap-4"
    >
      <Radix.List
        aria-label={label}
        className="-mx-4 flex scroll-px-4 gap-1 overflow-x-auto border-line border-b px-4 md:mx-0 md:px-0"
      >
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.name}
            value={tab.name}
            className="inline-flex h-12 shrink-0 items-center gap-2 border-transparent border-b-2 px-3 font-semibold whitespace-nowrap text-soft -outline-offset-2 hover:text-ink data-[state=active]:border-accent data-[state=active]:text-accent"
          >
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      <Radix.Content value={current.name} className="flex flex-col gap-4">
        {current.content()}
      </Radix.Content>
    </Radix.Root>
  )
}
