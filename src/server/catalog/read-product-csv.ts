import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { CsvError, type Parser, parse } from 'csv-parse'
import { parse as parseAtOnce } from 'csv-parse/sync'
import { AppError } from '../kernel/app-error.ts'
import { unguardCell } from './csv-cell.ts'
import { type ProductColumn, productColumn } from './product-columns.ts'

/** More rows than any bar has products; what is above can be sent in parts. */
const MAX_ROWS = 20_000
/** Rows read before others get their turn. */
const ROWS_PER_TURN = 500
/** How much of the file is parsed at a time. */
const SLICE_BYTES = 64 * 1024
const DELIMITERS = [';', ',', '\t']

/** A row of a product file: its cells by field as they were read, and what could not be read. */
export type FileRow = {
  readonly line: number
  readonly values: Readonly<Record<string, unknown>>
  readonly unreadable: readonly { readonly path: string; readonly message: string }[]
}

/** Reads a product file. What is no CSV of products at all is refused; what is wrong in a row is said in the row. */
export async function readProductCsv(
  csv: string,
): Promise<{ readonly rows: readonly FileRow[]; readonly ignored_columns: readonly string[] }> {
  let header: {
    readonly columns: readonly (ProductColumn | null)[]
    readonly ignored: readonly string[]
  } | null = null
  const rows: FileRow[] = []
  for await (const { cells, line } of recordsOf(csv)) {
    if (header === null) {
      header = headerOf(cells)
      continue
    }
    if (rows.length >= MAX_ROWS) refuseFile(`tem mais de ${MAX_ROWS} produtos; divida em partes`)
    rows.push(rowOf(cells, line, header.columns))
    if (rows.length % ROWS_PER_TURN === 0) await setImmediate()
  }
  if (header === null) refuseFile('está vazio')
  return { rows, ignored_columns: header.ignored }
}

async function* recordsOf(csv: string): AsyncGenerator<{ cells: string[]; line: number }> {
  try {
    for await (const { record, info } of parserOf(csv)) yield { cells: record, line: info.lines }
  } catch (error) {
    if (error instanceof CsvError) refuseFile(`não pôde ser lido na linha ${lineOf(error)}; confira as aspas`)
    throw error
  }
}

/** The delimiter that makes most columns of the first line. */
function delimiterOf(csv: string): string {
  const [firstLine = ''] = csv.split(/\r?\n/, 1)
  const columns = (delimiter: string) =>
    parseAtOnce(firstLine, { delimiter, bom: true, relax_quotes: true })[0]?.length ?? 0
  return [...DELIMITERS].sort((one, other) => columns(other) - columns(one))[0] ?? ';'
}

type Parsed = { readonly record: string[]; readonly info: { readonly lines: number } }

/** Bytes are cut anywhere: the parser puts characters together again. */
function parserOf(csv: string): AsyncIterable<Parsed> {
  const bytes = Buffer.from(csv)
  const slices = Array.from({ length: Math.ceil(bytes.length / SLICE_BYTES) }, (_, index) =>
    bytes.subarray(index * SLICE_BYTES, (index + 1) * SLICE_BYTES),
  )
  const parser: Parser = parse({
    delimiter: delimiterOf(csv),
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
  })
  return Readable.from(slices).pipe(parser)
}

function headerOf(cells: readonly string[]) {
  const columns = cells.map(productColumn)
  const fields = columns.flatMap((column) => (column === null ? [] : [column.field]))
  if (!fields.includes('sku')) refuseFile('não tem a coluna sku na primeira linha')
  const twice = fields.find((field, index) => fields.indexOf(field) !== index)
  if (twice !== undefined) refuseFile(`tem duas colunas para ${twice}`)
  const ignored = cells.filter((cell, index) => columns[index] === null && cell.trim() !== '')
  return { columns, ignored }
}

function rowOf(cells: readonly string[], line: number, columns: readonly (ProductColumn | null)[]): FileRow {
  const values: Record<string, unknown> = {}
  const unreadable: { path: string; message: string }[] = []
  if (cells.slice(columns.length).some((cell) => cell.trim() !== '')) {
    unreadable.push({ path: '', message: 'tem mais colunas que a primeira linha' })
  }
  columns.forEach((column, index) => {
    const cell = cells[index]
    if (column === null || cell === undefined) return
    const read = column.read(unguardCell(cell))
    if ('message' in read) unreadable.push({ path: column.field, message: read.message })
    else if (read.value !== undefined) values[column.field] = read.value
  })
  return { line, values, unreadable }
}

function lineOf(error: CsvError): string {
  const { lines } = error
  return typeof lines === 'number' ? String(lines) : '?'
}

function refuseFile(message: string): never {
  throw new AppError('INVALID_VALUES', { fields: [{ path: 'csv', message }] })
}
