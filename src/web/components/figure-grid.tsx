import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { SkeletonText } from './states.tsx'

/** One number with its name; `to` leads to what it counts. */
export type Figure = {
  readonly name: string
  /** Undefined while it is on its way. */
  readonly value: ReactNode
  readonly tone?: string
  readonly to?: string
}

/** Numbers side by side, each with its name below. */
export function FigureGrid({ figures }: { readonly figures: readonly Figure[] }) {
  return (
    <dl className="grid grid-cols-2 gap-2 sm:grid-cols-3 xl:grid-cols-6">
      {figures.map(({ name, value, tone = '', to }) => (
        <div
          key={name}
          className="relative flex flex-col-reverse justify-end rounded-card border border-line bg-surface px-4 py-3 has-[a:hover]:border-edge"
        >
          <dt className="text-note text-soft">
            {to === undefined ? (
              name
            ) : (
              <Link to={to} className="after:absolute after:inset-0 after:rounded-card">
                {name}
              </Link>
            )}
          </dt>
          <dd className={`text-title font-bold ${tone}`}>
            {value === undefined ? <SkeletonText length={4} /> : value}
          </dd>
        </div>
      ))}
    </dl>
  )
}
