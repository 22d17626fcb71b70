import * as z from 'zod'

const component = z.object({ produto: z.object({ id: z.int() }), quantidade: z.number().positive() })

/** A kit's structure. `lancamentoEstoque` may be missing: that was seen accepted. */
export const structureBody = z.object({
  tipoEstoque: z.enum(['F', 'V']),
  lancamentoEstoque: z.enum(['A', 'M', 'P', '']).default(''),
  componentes: z.array(component),
})

/** Components to add to a structure. */
export const componentsBody = z.array(component).min(1)

const known = {
  nome: z.string().min(1).max(120),
  codigo: z.string().optional(),
  tipo: z.enum(['P', 'S', 'N']),
  situacao: z.enum(['A', 'I', 'E']),
  formato: z.enum(['S', 'V', 'E']),
  preco: z.number().min(0).optional(),
  gtin: z.string().optional(),
}

/** A variation inside its parent; what it leaves out is taken from the parent. */
const variation = z.looseObject({
  ...known,
  id: z.int().optional(),
  nome: known.nome.optional(),
  tipo: known.tipo.optional(),
  situacao: known.situacao.optional(),
  formato: z.enum(['S', 'E']).default('S'),
  estrutura: structureBody.optional(),
})

/** A whole product, for POST and PUT; fields the sandbox does not know are kept. */
export const productBody = z.looseObject({
  ...known,
  estrutura: structureBody.optional(),
  variacoes: z.array(variation).optional(),
})

/** Some fields of a product, for PATCH. */
export const productPatch = productBody.partial()

/** A checked whole product. */
export type ProductBody = z.infer<typeof productBody>
