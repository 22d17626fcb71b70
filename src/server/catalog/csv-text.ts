import { AppError } from '../kernel/app-error.ts'

/** The text of an uploaded file: in the charset it names, else UTF-8, else what old spreadsheets in Brazil save (Windows-1252). */
export function textOfUpload(bytes: Buffer, contentType: string | undefined): string {
  const named = /charset="?([\w-]+)/i.exec(contentType ?? '')?.[1]
  if (named !== undefined) return decoded(bytes, named)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return decoded(bytes, 'windows-1252')
  }
}

function decoded(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch (cause) {
    if (cause instanceof RangeError) throw new AppError('UNSUPPORTED_MEDIA', { charset })
    throw cause
  }
}
