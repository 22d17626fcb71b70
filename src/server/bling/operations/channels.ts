import type { Caller } from '../client/caller.ts'
import { allOf, pagesOf, readData } from '../client/read-answer.ts'
import { type Channel, type ChannelDetail, channelDetailIn, channelIn } from '../mapping/channel.ts'
import { type PaymentMethod, paymentMethodIn } from '../mapping/payment-method.ts'

/** Small tables of an account that orders refer to. They change rarely: whoever needs them often keeps them. */
export type ChannelOperations = {
  /** Shops and marketplaces. */
  list(): Promise<Channel[]>
  /** One of them, with the deposit it sells from. */
  detail(channel_id: string): Promise<ChannelDetail>
  paymentMethods(): Promise<PaymentMethod[]>
}

/** Binds the operations to a caller. */
export function channelOperations(call: Caller): ChannelOperations {
  return {
    list: () =>
      allOf(
        pagesOf(call, { operation: 'GET /canais-venda', method: 'GET', path: '/canais-venda' }, channelIn),
      ),
    detail: (channel_id) =>
      readData(
        call,
        {
          operation: 'GET /canais-venda/{idCanalVenda}',
          method: 'GET',
          path: `/canais-venda/${encodeURIComponent(channel_id)}`,
        },
        channelDetailIn,
      ),
    paymentMethods: () =>
      allOf(
        pagesOf(
          call,
          { operation: 'GET /formas-pagamentos', method: 'GET', path: '/formas-pagamentos' },
          paymentMethodIn,
        ),
      ),
  }
}
