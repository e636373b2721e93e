import type { FieldSchema, Variant } from './views.ts'

/** One field of a form, made from the description of a body. */
export interface FormField {
  readonly name: string
  readonly kind: 'choice' | 'number' | 'text' | 'flag'
  readonly choices: readonly string[]
  readonly required: boolean
  readonly help: string
  /** As it stands in the form at first. */
  readonly initial: string
}

const kindOf = (schema: FieldSchema): FormField['kind'] => {
  if (schema.enum !== undefined) return 'choice'
  if (schema.type === 'integer' || schema.type === 'number') return 'number'
  return schema.type === 'boolean' ? 'flag' : 'text'
}

const initialOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : ''

/** The fields of a body but its `kind`, which is chosen beside. */
export const fieldsOf = (variant: Variant): readonly FormField[] =>
  Object.entries(variant.properties)
    .filter(([name]) => name !== 'kind')
    .map(([name, schema]) => ({
      name,
      kind: kindOf(schema),
      choices: schema.enum ?? [],
      required: variant.required.includes(name) && schema.default === undefined,
      help: schema.description ?? '',
      initial: initialOf(schema.default),
    }))

/** The kind that a variant of a body is. */
export const kindNameOf = (variant: Variant): string => variant.properties['kind']?.const ?? ''

const valueOf = (field: FormField, text: string): unknown => {
  if (field.kind === 'number') return Number(text)
  if (field.kind === 'flag') return text === 'true'
  return text
}

/** The body that a filled form stands for; what was left empty or as it was is left out. */
export const bodyOf = (
  kind: string,
  fields: readonly FormField[],
  filled: Readonly<Record<string, string>>,
): object => ({
  kind,
  ...Object.fromEntries(
    fields.flatMap((field) => {
      const text = filled[field.name] ?? field.initial
      if (text === '' || text === field.initial) return []
      return [[field.name, valueOf(field, text)]]
    }),
  ),
})

/** `retryAfter` as people write it: Retry after. */
export const labelOf = (name: string): string => {
  const words = name.replace(/([A-Z])/g, ' $1').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
