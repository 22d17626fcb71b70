import { TextField } from '../../components/field.tsx'
import { m } from '../../messages/messages.ts'

type Keys = { readonly consumer_key: string; readonly consumer_secret: string }

/** The two keys of a WooCommerce shop. What is wrong with them may be said under `credentials`. */
export function KeyFields({
  keys,
  errors,
  onChange,
}: {
  readonly keys: Keys
  readonly errors: ReadonlyMap<string, string>
  readonly onChange: (keys: Partial<Keys>) => void
}) {
  const texts = m.sites.form
  const field = (name: keyof Keys) => ({
    required: true,
    minLength: 8,
    maxLength: 200,
    autoComplete: 'off',
    spellCheck: false,
    value: keys[name],
    error: errors.get(`credentials.${name}`) ?? errors.get(name),
    onChange: (event: { target: { value: string } }) => onChange({ [name]: event.target.value.trim() }),
  })
  return (
    <>
      <TextField label={texts.key} {...field('consumer_key')} />
      <TextField label={texts.secret} hint={texts.keysHint} type="password" {...field('consumer_secret')} />
    </>
  )
}
