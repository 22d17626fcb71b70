import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Got } from '../../../client/api-types.ts'
import type { importResult } from '../../../contract/catalog.ts'
import { Button } from '../../components/button.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { Refused } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { api } from '../../lib/api.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { m } from '../../messages/messages.ts'

type ImportResult = Got<typeof importResult>
const SHOWN_ROWS = 200

/** Products from a CSV: first what would happen, line by line, then the one button that does it. */
export function ImportSheet({ onClose }: { readonly onClose: () => void }) {
  const client = useQueryClient()
  const [csv, setCsv] = useState('')
  const key = useCommandKey(csv)
  const preview = useMutation({
    mutationFn: (text: string) => api.products.import(text, { preview: true }),
  })
  const applying = useMutation({
    mutationFn: () => api.products.import(csv, {}, { idempotency_key: key }),
    onSuccess: async () => {
      toast(m.catalog.importDone)
      onClose()
      await client.invalidateQueries()
    },
  })
  const read = async (file: File | undefined) => {
    if (file === undefined) return
    const text = await textOf(file)
    setCsv(text)
    preview.mutate(text)
  }
  const result = preview.data
  return (
    <Sheet title={m.catalog.import} note={m.catalog.importNote} isOpen onClose={onClose} side="right">
      <div className="flex flex-col gap-4">
        <label className="flex h-14 cursor-pointer items-center justify-center rounded-control border border-edge border-dashed font-semibold has-focus-visible:outline-2 has-focus-visible:outline-accent">
          {m.catalog.importChoose}
          <input
            type="file"
            accept=".csv,text/csv"
            className="sr-only"
            onChange={(event) => void read(event.target.files?.[0])}
          />
        </label>
        {preview.isPending && <p role="status">{m.catalog.importRead}</p>}
        <Refused error={preview.error ?? applying.error} />
        {result !== undefined && <Preview result={result} />}
        {result !== undefined && result.created + result.updated > 0 && (
          <Button look="main" size="large" disabled={applying.isPending} onClick={() => applying.mutate()}>
            {m.catalog.importApply}
          </Button>
        )}
      </div>
    </Sheet>
  )
}

/** Spreadsheets of Brazilian offices are often not UTF-8. */
async function textOf(file: File): Promise<string> {
  const bytes = await file.arrayBuffer()
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

const TONES = {
  created: 'text-good',
  updated: 'text-warn',
  unchanged: 'text-soft',
  refused: 'text-bad',
} as const

function Preview({ result }: { readonly result: ImportResult }) {
  return (
    <>
      <p role="status" className="font-semibold">
        {m.catalog.importResult(result.created, result.updated, result.unchanged, result.refused)}
      </p>
      {result.ignored_columns.length > 0 && (
        <p className="text-note text-soft">{m.catalog.importIgnored(result.ignored_columns.join(', '))}</p>
      )}
      <ul className="divide-y divide-line">
        {result.rows.slice(0, SHOWN_ROWS).map((row) => (
          <li key={row.line} className="flex gap-3 py-2">
            <span className="w-20 shrink-0 text-note text-soft">{m.catalog.importLine(row.line)}</span>
            <span className="min-w-0 flex-1">
              {row.sku}
              {[...row.fields.map((field) => `${field.path}: ${field.message}`), ...(row.warnings ?? [])].map(
                (text) => (
                  <span key={text} className="block text-note text-soft">
                    {text}
                  </span>
                ),
              )}
            </span>
            <span className={`font-medium ${TONES[row.result]}`}>{m.catalog.importResults[row.result]}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
