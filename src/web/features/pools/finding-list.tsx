import { OctagonX, TriangleAlert } from 'lucide-react'
import { m } from '../../messages/messages.ts'

/** What stands against saving, and what deserves a look. */
export function FindingList({
  findings,
}: {
  readonly findings: readonly { readonly severity: 'refuse' | 'warn'; readonly message: string }[]
}) {
  if (findings.length === 0) return null
  const isRefused = findings.some(({ severity }) => severity === 'refuse')
  const messages = [...new Map(findings.map((finding) => [finding.message, finding])).values()]
  return (
    <section
      role={isRefused ? 'alert' : undefined}
      className={`rounded-card p-4 ${isRefused ? 'bg-bad-tint' : 'bg-warn-tint'}`}
    >
      <h3 className={`font-semibold ${isRefused ? 'text-bad' : 'text-warn'}`}>
        {isRefused ? m.pools.findings : m.pools.warnings}
      </h3>
      <ul className="mt-1 flex flex-col gap-1">
        {messages.map(({ severity, message }) => {
          const Icon = severity === 'refuse' ? OctagonX : TriangleAlert
          return (
            <li key={message} className="flex gap-2">
              <Icon
                size={16}
                aria-hidden="true"
                className={`mt-0.5 shrink-0 ${severity === 'refuse' ? 'text-bad' : 'text-warn'}`}
              />
              {message}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
