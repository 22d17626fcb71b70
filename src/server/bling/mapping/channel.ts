import * as z from 'zod'
import { blingId, optionalReference, optionalText } from './fields.ts'

/** A sales channel: a shop or a marketplace that orders come from. */
export type Channel = {
  readonly channel_id: string
  readonly name: string
  readonly type: string
  readonly is_active: boolean
}

/** A channel with the deposit it sells from, when it says one. */
export type ChannelDetail = Channel & { readonly deposit_id: string | null }

const channel = z.looseObject({
  id: blingId,
  descricao: optionalText,
  tipo: optionalText,
  situacao: z.number().nullish(),
})

/** Reads a channel of a list. */
export const channelIn = channel.transform(channelOf)

/** Reads a whole channel; of several branches the default one counts. */
export const channelDetailIn = z
  .looseObject({
    ...channel.shape,
    filiais: z.array(z.looseObject({ deposito: optionalReference, padrao: z.boolean().nullish() })).nullish(),
  })
  .transform((detail): ChannelDetail => {
    const branches = detail.filiais ?? []
    const branch = branches.find((one) => one.padrao === true) ?? branches[0]
    return { ...channelOf(detail), deposit_id: branch?.deposito ?? null }
  })

function channelOf(read: z.infer<typeof channel>): Channel {
  return { channel_id: read.id, name: read.descricao, type: read.tipo, is_active: read.situacao !== 2 }
}
