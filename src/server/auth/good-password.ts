import { AppError } from '../kernel/app-error.ts'

/** Refuses a password that anyone would try first: the person's e-mail or its first part, or the company's name. */
export function requireGoodPassword(
  password: string,
  known: { readonly email: string; readonly company_name: string },
  path = 'password',
): void {
  const typed = plain(password)
  const [mailbox = ''] = known.email.split('@')
  if (![known.email, mailbox, known.company_name].some((word) => plain(word) === typed)) return
  const message = 'não pode ser o e-mail nem o nome da empresa'
  throw new AppError('INVALID_VALUES', { fields: [{ path, message }] })
}

/** Lower case, without accents, spaces and signs. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}
