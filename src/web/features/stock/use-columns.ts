import { useMemo, useState } from 'react'
import { COLUMNS, type SortColumn } from './use-inventory.ts'

const KEY = 'estoqueuni.stock-columns'

/** The columns that this device shows; the product's name always stands. */
export function useColumns() {
  const [hidden, setHidden] = useState(keptHidden)
  return {
    columns: useMemo(() => COLUMNS.filter((column) => !hidden.has(column)), [hidden]),
    toggle: (column: SortColumn) => {
      const next = new Set(hidden)
      if (!next.delete(column)) next.add(column)
      localStorage.setItem(KEY, [...next].join(' '))
      setHidden(next)
    },
  }
}

function keptHidden(): ReadonlySet<SortColumn> {
  const kept = new Set(localStorage.getItem(KEY)?.split(' '))
  return new Set(COLUMNS.filter((column) => column !== 'name' && kept.has(column)))
}
