/** The box by which a card is chosen. */
export function ChoiceBox({
  label,
  isChosen,
  onChoose,
}: {
  readonly label: string
  readonly isChosen: boolean
  readonly onChoose: (isChosen: boolean) => void
}) {
  return (
    <input
      type="checkbox"
      aria-label={label}
      checked={isChosen}
      onChange={(event) => onChoose(event.target.checked)}
      className="mt-0.5 size-6 shrink-0 accent-accent"
    />
  )
}
