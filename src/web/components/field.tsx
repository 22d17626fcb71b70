import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react'

const BOX =
  'w-full min-w-0 rounded-control border border-edge/60 bg-surface px-3 text-lead text-ink focus-visible:border-accent aria-invalid:border-bad'

type Labelled = {
  readonly label: string
  readonly hint?: ReactNode
  readonly error?: string | undefined
}

function Frame({
  id,
  label,
  hint,
  error,
  children,
}: Labelled & { readonly id: string; readonly children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-text font-medium text-ink">
        {label}
      </label>
      {children}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-note text-soft">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} role="alert" className="text-note font-medium text-bad">
          {error}
        </p>
      )}
    </div>
  )
}

function described(id: string, { hint, error }: Pick<Labelled, 'hint' | 'error'>): string | undefined {
  const parts = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`]
  return parts.join(' ').trim() || undefined
}

/** A labelled text field; what was typed stays when it is refused. */
export function TextField({
  label,
  hint,
  error,
  className = '',
  ...rest
}: Labelled & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId()
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <input
        id={id}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={described(id, { hint, error })}
        className={`${BOX} h-12 ${className}`}
        {...rest}
      />
    </Frame>
  )
}

/** A labelled field for several lines. */
export function TextArea({
  label,
  hint,
  error,
  ...rest
}: Labelled & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const id = useId()
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <textarea
        id={id}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={described(id, { hint, error })}
        className={`${BOX} py-2.5`}
        {...rest}
      />
    </Frame>
  )
}

/** A labelled choice among few; the system's own list, which every phone does best. */
export function SelectField({
  label,
  hint,
  error,
  children,
  ...rest
}: Labelled & SelectHTMLAttributes<HTMLSelectElement>) {
  const id = useId()
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <select
        id={id}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={described(id, { hint, error })}
        className={`${BOX} h-12`}
        {...rest}
      >
        {children}
      </select>
    </Frame>
  )
}

/** A switch of one thing, with what it means below it. */
export function CheckField({
  label,
  hint,
  ...rest
}: Pick<Labelled, 'label' | 'hint'> & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId()
  return (
    <div className="flex gap-3 py-1">
      <input
        id={id}
        type="checkbox"
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className="mt-0.5 size-5 shrink-0 accent-accent"
        {...rest}
      />
      <div>
        <label htmlFor={id} className="text-text font-medium">
          {label}
        </label>
        {hint !== undefined && (
          <p id={`${id}-hint`} className="text-note text-soft">
            {hint}
          </p>
        )}
      </div>
    </div>
  )
}

/** Several choices of which one holds, all in sight: for two to four of them. */
export function Choice<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  readonly onChange: (value: Value) => void
}) {
  const name = useId()
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-text font-medium">{label}</legend>
      <div className="flex flex-wrap gap-2">
        {options.map((option) => (
          <label
            key={option.value}
            className="flex min-h-12 flex-1 cursor-pointer items-center justify-center rounded-control border border-edge/60 bg-surface px-3 text-center text-text font-medium has-checked:border-accent has-checked:bg-accent-tint has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name={name}
              className="sr-only"
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
