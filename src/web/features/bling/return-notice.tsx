import { useQuery } from '@tanstack/react-query'
import { Link, useSearchParams } from 'react-router'
import { buttonClass } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { bling } from '../../lib/bling-calls.ts'
import { refusalText } from '../../lib/refusal-text.ts'
import { m } from '../../messages/messages.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What came of a journey to Bling, when the browser has just come back from it. */
export function ReturnNotice() {
  const [params] = useSearchParams()
  const journey = params.get('retorno')
  const isKnown = journey !== null && UUID.test(journey)
  const end = useQuery({
    queryKey: ['bling', 'journey', journey],
    queryFn: () => bling.authorization(journey ?? ''),
    enabled: isKnown,
  })
  if (journey === null) return null
  return <div role="status">{isKnown ? <Told end={end} /> : <Invalid />}</div>
}

function Told({
  end: { data, error },
}: {
  readonly end: {
    readonly data?: Awaited<ReturnType<typeof bling.authorization>> | undefined
    readonly error: unknown
  }
}) {
  const texts = m.bling.returned
  if (error !== null) return <Notice tone="bad">{refusalText(error)}</Notice>
  if (data === undefined) return <Notice tone="calm">{texts.waiting}</Notice>
  if (data.problem !== null) return <Notice tone="bad">{data.problem.detail}</Notice>
  if (data.account === null) return <Invalid />
  const { id, name } = data.account
  return (
    <Notice
      tone="good"
      action={
        <span className="flex flex-wrap gap-2">
          <Link to={`/depositos?conta=${id}`} className={buttonClass()}>
            {texts.seeDeposits}
          </Link>
          <Link to="/vinculos?aba=products" className={buttonClass()}>
            {texts.readProducts}
          </Link>
        </span>
      }
    >
      <p>{texts.connected(name)}</p>
      <p className="font-normal">{texts.connectedNext}</p>
    </Notice>
  )
}

function Invalid() {
  return <Notice tone="bad">{m.bling.returned.open}</Notice>
}
