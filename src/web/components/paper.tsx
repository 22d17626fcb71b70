import type { ReactNode } from 'react'
import { exactDateText } from '../lib/dates.ts'
import { countText } from '../lib/format.ts'
import { OnPaper } from '../lib/on-paper.ts'
import type { Printed } from '../lib/use-printing.ts'
import { m } from '../messages/messages.ts'
import { useSession } from '../session/session.tsx'
import type { Column } from './data-table.tsx'

/** A filter in words: its name and what was chosen; nothing chosen, nothing to say. */
export type FilterWords = readonly [name: string, chosen: string | undefined]

/** What a list says of itself on paper. */
export type PaperList<Row> = {
  readonly title: string
  /** The branch, account or site that it is of; nothing where it is of the whole company. */
  readonly about?: string | undefined
  /** What narrows it, in words; some names are only known from the rows. */
  readonly filters?: (rows: readonly Row[]) => readonly FilterWords[]
  /** What else has to be known to read it. */
  readonly note?: string | undefined
  readonly columns: readonly Column<Row>[]
  readonly keyOf: (row: Row) => string
}

/** A list on paper: what it is, whose, of when and how narrowed, whether it is whole, and every row under a head that repeats. */
export function Paper<Row>({
  list: { title, about, filters, note, columns, keyOf },
  printed: { rows, isWhole, isGathered, at },
}: {
  readonly list: PaperList<Row>
  readonly printed: Printed<Row>
}) {
  const { me } = useSession()
  const count = countText(rows.length)
  const given = (filters?.(rows) ?? []).filter(([, chosen]) => chosen !== undefined && chosen !== '')
  const texts = m.print
  return (
    <OnPaper value>
      <section className="paper">
        <header>
          <p>{about === undefined ? me.tenant.name : texts.of(me.tenant.name, about)}</p>
          <h1>{title}</h1>
          <p>
            {given.length === 0
              ? texts.everything
              : given.map(([name, chosen]) => texts.filter(name, chosen ?? '')).join(' · ')}
          </p>
          <p>{texts.printed(exactDateText(at), rows.length)}</p>
          {note !== undefined && <p>{note}</p>}
          {!isWhole && <p className="font-bold">{isGathered ? texts.bounded(count) : texts.loaded(count)}</p>}
        </header>
        <Rows rows={rows} keyOf={keyOf} columns={columns.filter(({ printed }) => printed !== null)} />
      </section>
    </OnPaper>
  )
}

function Rows<Row>({
  columns,
  rows,
  keyOf,
}: Pick<PaperList<Row>, 'columns' | 'keyOf'> & { readonly rows: readonly Row[] }) {
  const align = ({ isNumber }: Column<Row>) => (isNumber === true ? 'text-right' : '')
  const cell = (column: Column<Row>, row: Row): ReactNode => (column.printed ?? column.cell)(row)
  return (
    <table>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.name} scope="col" className={align(column)}>
              {column.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map((column) => (
              <td key={column.name} className={align(column)}>
                {cell(column, row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
