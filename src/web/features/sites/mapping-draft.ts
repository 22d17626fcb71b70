import type { Sent } from '../../../client/api-types.ts'
import type { statusMappingChange } from '../../../contract/orders.ts'
import { BLING_GOALS, type BlingGoal } from '../../../domain/orders/bling-status.ts'
import { PAYMENTS, type Payment, PROGRESSES, type Progress } from '../../../domain/orders/order-facts.ts'
import { ORDER_STATUSES, type OrderStatus } from '../../../domain/orders/standing.ts'
import { mappingInForce, NO_OVERRIDES, type ShopKind } from '../../../domain/orders/status-mapping.ts'
import type { StatusMapping } from '../../lib/order-calls.ts'

type InForce = StatusMapping['in_force']

/** What a word of the site tells; empty where it says nothing. */
export type WordDraft = {
  readonly word: string
  readonly progress: Progress | ''
  readonly payment: Payment | ''
}
/** The words for states while a person changes them; an empty text tells the site nothing. */
export type MappingDraft = {
  readonly words: readonly WordDraft[]
  readonly to_site: Readonly<Record<OrderStatus, string>>
  readonly to_bling: Readonly<Record<BlingGoal, string>>
}

/** Everything in force, to be changed. */
export function draftOf({ from_site, to_site, to_bling }: InForce): MappingDraft {
  return {
    words: Object.entries(from_site).map(([word, news]) => ({
      word,
      progress: news?.progress ?? '',
      payment: news?.payment ?? '',
    })),
    to_site: recordOf(ORDER_STATUSES, (status) => to_site[status] ?? ''),
    to_bling: recordOf(BLING_GOALS, (goal) => to_bling[goal] ?? ''),
  }
}

/** What is in force where nothing was set. */
export function usualDraft(kind: ShopKind): MappingDraft {
  return draftOf(mappingInForce(kind, NO_OVERRIDES))
}

/** What of the draft differs from the usual: that alone is kept, so that the usual may still become better. */
export function overridesOf(kind: ShopKind, draft: MappingDraft): Sent<typeof statusMappingChange> {
  const usual = usualDraft(kind)
  const words = draft.words.filter((one) => isChangedWord(kind, one))
  return {
    from_site: Object.fromEntries(words.map(({ word, ...news }) => [word, newsOf(news)])),
    to_site: Object.fromEntries(
      ORDER_STATUSES.filter((status) => draft.to_site[status].trim() !== usual.to_site[status]).map(
        (status) => [status, draft.to_site[status].trim() || null],
      ),
    ),
    to_bling: Object.fromEntries(
      BLING_GOALS.filter(
        (goal) => draft.to_bling[goal].trim() !== '' && draft.to_bling[goal].trim() !== usual.to_bling[goal],
      ).map((goal) => [goal, draft.to_bling[goal].trim()]),
    ),
  }
}

/** The usual meaning of a word; null for one of the owner's own. */
export function usualWord(kind: ShopKind, word: string): WordDraft | null {
  return usualDraft(kind).words.find((one) => one.word === word) ?? null
}

/** Whether a word means something else than usual, or is the owner's own. */
export function isChangedWord(kind: ShopKind, { word, progress, payment }: WordDraft): boolean {
  const usual = usualWord(kind, word)
  return usual === null || usual.progress !== progress || usual.payment !== payment
}

/** A choice of a list as what it is; empty for none. */
export function progressIn(value: string): Progress | '' {
  return PROGRESSES.find((one) => one === value) ?? ''
}
/** As `progressIn`, of a payment. */
export function paymentIn(value: string): Payment | '' {
  return PAYMENTS.find((one) => one === value) ?? ''
}

function newsOf({ progress, payment }: Omit<WordDraft, 'word'>) {
  return {
    ...(progress === '' ? {} : { progress }),
    ...(payment === '' ? {} : { payment }),
  }
}

function recordOf<Key extends string>(
  keys: readonly Key[],
  textOf: (key: Key) => string,
): Readonly<Record<Key, string>> {
  return Object.fromEntries(keys.map((key) => [key, textOf(key)])) as Record<Key, string>
}
