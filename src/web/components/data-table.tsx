import type { ReactNode } from 'react'

/** A column: its name, its cell, and how wide and how aligned it stands. */
export type Column<Row> = {
  readonly name: string
  readonly cell: (row: Row) => ReactNode
  readonly isNumber?: boolean
  readonly width?: string
  /** The cell on paper, where it is another one; null where it only holds what one does. */
  readonly printed?: ((row: Row) => ReactNode) | null
}

/** Rows as a table on a laptop and as cards on a phone; the first column is the row's name. */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  keyOf,
  onOpen,
}: {
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  readonly onOpen?: (row: Row) => void
}) {
  const align = (column: Column<Row>) => (column.isNumber === true ? 'md:text-right' : '')
  return (
    <table className="block w-full border-separate border-spacing-0 md:table md:rounded-card md:border md:border-line md:bg-surface">
      <caption className="sr-only">{caption}</caption>
      <thead className="hidden md:table-header-group">
        <tr>
          {columns.map((column) => (
            <th
              key={column.name}
              scope="col"
              className={`sticky top-0 z-10 h-11 border-line border-b bg-surface px-3 text-left text-note font-semibold text-soft first:rounded-tl-card first:pl-4 last:rounded-tr-card ${column.width ?? ''} ${align(column)}`}
            >
              {column.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="flex flex-col gap-2 md:table-row-group">
        {rows.map((row) => (
          <tr
            key={keyOf(row)}
            className="relative flex flex-col gap-1 rounded-card border border-line bg-surface p-4 md:table-row md:hover:bg-ground"
          >
            {columns.map((column, index) => {
              const Cell = index === 0 ? 'th' : 'td'
              const content = column.cell(row)
              const isEmpty = content === null || content === ''
              return (
                <Cell
                  key={column.name}
                  {...(index === 0 ? { scope: 'row' } : {})}
                  className={`min-w-0 items-baseline gap-2 text-left font-normal md:table-cell md:h-14 md:border-line md:border-b md:px-3 md:py-2 md:first:pl-4 ${isEmpty ? 'hidden' : 'flex'} ${align(column)}`}
                >
                  {index > 0 && <span className="shrink-0 text-note text-soft md:hidden">{column.name}</span>}
                  <span className="min-w-0">
                    {index === 0 && onOpen !== undefined ? (
                      <button
                        type="button"
                        onClick={() => onOpen(row)}
                        className="text-left font-semibold after:absolute after:inset-0 hover:text-accent"
                      >
                        {content}
                      </button>
                    ) : (
                      content
                    )}
                  </span>
                </Cell>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
