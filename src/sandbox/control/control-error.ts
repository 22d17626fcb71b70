/** Thrown by control operations; the HTTP side answers its status, a caller in the same process catches it. */
export class ControlError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** What was asked for, or a 404. */
export function found<Row>(row: Row | undefined, what: string): Row {
  if (row === undefined) throw new ControlError(404, `${what} not found`)
  return row
}
