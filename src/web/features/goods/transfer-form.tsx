import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ArrowLeftRight } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { Button, buttonClass } from '../../components/button.tsx'
import type { Column } from '../../components/data-table.tsx'
import { SelectField } from '../../components/field.tsx'
import { type Movement, MovementLine, typeText } from '../../components/movement-line.tsx'
import { Card } from '../../components/page.tsx'
import { Paged } from '../../components/paged.tsx'
import { PrintButton } from '../../components/print-button.tsx'
import { ProductPicker } from '../../components/product-picker.tsx'
import { Empty, Refused } from '../../components/states.tsx'
import { toast } from '../../components/toasts.tsx'
import { When } from '../../components/when.tsx'
import { api } from '../../lib/api.ts'
import { countText, signedText } from '../../lib/format.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { m } from '../../messages/messages.ts'
import { useSession } from '../../session/session.tsx'
import { type GoodsLine, GoodsLineFields, newLine } from './goods-line.tsx'

/** Takes goods from the present branch to another one, and shows what went lately. */
export function TransferForm() {
  const client = useQueryClient()
  const { branch, branches } = useSession()
  const others = branches.filter((one) => one.id !== branch?.id)
  const [to, setTo] = useState('')
  const [lines, setLines] = useState<readonly GoodsLine[]>([])
  const texts = m.catalog.transfers
  const to_branch_id = others.find((one) => one.id === to)?.id ?? others[0]?.id ?? ''
  const body = {
    from_branch_id: branch?.id ?? '',
    to_branch_id,
    lines: lines.map(({ item, boxes, units }) => ({ product_id: item.product_id, boxes, units })),
  }
  const key = useCommandKey(body)
  const moving = useMutation({
    mutationFn: () => api.transfers.record(body, { idempotency_key: key }),
    onSuccess: async () => {
      toast(texts.saved)
      setLines([])
      await client.invalidateQueries()
    },
  })
  if (branch === undefined || others.length === 0) {
    return (
      <Empty
        icon={<ArrowLeftRight size={36} className="text-accent" aria-hidden="true" />}
        title={texts.one}
        action={
          <Link to="/filiais" className={buttonClass('main')}>
            {texts.createBranch}
          </Link>
        }
      />
    )
  }
  const list = {
    queryKey: ['inventory', 'transfers', branch.id],
    page: (cursor: string | undefined, limit = 20) =>
      api.inventory.getMovements({
        branch_id: branch.id,
        type: 'transfer_out,transfer_in',
        cursor,
        limit,
      }),
  }
  const isReady = lines.length > 0 && lines.every((line) => line.boxes + line.units > 0)
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          moving.mutate()
        }}
      >
        <p>
          <span className="block font-medium">{texts.from}</span>
          <span className="text-lead font-semibold">{branch.name}</span>
        </p>
        <SelectField label={texts.to} value={to_branch_id} onChange={(event) => setTo(event.target.value)}>
          {others.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </SelectField>
        <ProductPicker
          branch_id={branch.id}
          onPick={(item) => {
            const isThere = lines.some((line) => line.item.product_id === item.product_id)
            if (!isThere) setLines([...lines, newLine(item)])
          }}
        />
        <ul className="flex flex-col gap-3">
          {lines.map((line) => (
            <GoodsLineFields
              key={line.item.product_id}
              line={line}
              onChange={(changes) =>
                setLines(lines.map((one) => (one === line ? { ...one, ...changes } : one)))
              }
              onRemove={() => setLines(lines.filter((one) => one !== line))}
            />
          ))}
        </ul>
        <Refused error={moving.error} />
        <Button type="submit" look="main" size="large" disabled={!isReady || moving.isPending}>
          {texts.save}
        </Button>
      </form>
      <Card className="p-4">
        <PrintButton
          title={texts.title}
          about={branch.name}
          columns={printedColumns()}
          keyOf={(row) => row.id}
          source={list}
        />
        <h2 className="text-lead font-semibold">{texts.history}</h2>
        <Paged {...list} empty={<p className="py-4 text-soft">{texts.empty}</p>}>
          {(items) => (
            <ol className="divide-y divide-line">
              {items.map((movement) => (
                <li key={movement.id} className="py-2.5">
                  <span className="font-semibold">{movement.product_name}</span>
                  <MovementLine movement={movement} />
                </li>
              ))}
            </ol>
          )}
        </Paged>
      </Card>
    </div>
  )
}

function printedColumns(): readonly Column<Movement>[] {
  const texts = m.movements.columns
  return [
    { name: texts.product, cell: (row) => row.product_name },
    { name: texts.at, cell: (row) => <When at={row.occurred_at} /> },
    { name: texts.type, cell: (row) => typeText(row.movement_type) },
    { name: texts.quantity, isNumber: true, cell: (row) => signedText(row.quantity) },
    {
      name: texts.total,
      isNumber: true,
      cell: (row) => `${countText(row.quantity_before)} → ${countText(row.quantity_after)}`,
    },
    { name: texts.responsible, cell: (row) => row.responsible_name },
  ]
}
