import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { format, resolveConfig } from 'prettier'
import { z } from 'zod'
import { scriptNames } from './config/data.ts'
import { switchesSchema } from './config/switches.ts'
import { faultSchema } from './faults/schema.ts'

const help = `Regenerates the tables of docs/simulator.md from the schemas of the simulator.

  node scripts/run.js simulator/docs-tables.ts [--check] [--help]

  --check   changes nothing; exits with 1 when the file is not current
`

export const docsPath = join(import.meta.dirname, '..', 'docs', 'simulator.md')

const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s+/g, ' ')

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n')

const code = (value: unknown): string => `\`${typeof value === 'string' ? value : String(value)}\``

/** The values that a switch takes, the default first. */
const valuesOf = (schema: z.ZodType, standard: unknown): string => {
  if (schema instanceof z.ZodEnum) {
    const others = schema.options.filter((value) => value !== standard)
    return [standard, ...others].map(code).join(', ')
  }
  return schema instanceof z.ZodBoolean
    ? [code(standard), code(!standard)].join(', ')
    : `${code(standard)}, any whole number`
}

const switchTable = (): string =>
  table(
    ['switch', 'decides', 'values, default first', 'what it does'],
    Object.entries(switchesSchema.shape).map(([name, schema]) => {
      const meta = schema.meta()
      const source = typeof meta?.['source'] === 'string' ? meta['source'] : ''
      const standard: unknown = schema.parse(undefined)
      return [code(name), source, valuesOf(schema.unwrap(), standard), meta?.description ?? '']
    }),
  )

const common = ['kind', 'route', 'method', 'after', 'count', 'probability']

const faultTable = (): string =>
  table(
    ['kind', 'of its own', 'what happens'],
    faultSchema.options.map((option) => {
      const own = Object.keys(option.shape).filter((name) => !common.includes(name))
      return [code(option.shape.kind.value), own.map(code).join(', '), option.description ?? '']
    }),
  )

const commonTable = (): string => {
  const [option] = faultSchema.options
  return table(
    ['field', 'default', 'meaning'],
    common.slice(1).map((name) => {
      const schema = Object.entries(option.shape).find(([key]) => key === name)?.[1]
      const standard = schema?.safeParse(undefined)
      const value = standard?.success === true ? standard.data : undefined
      const inner = schema instanceof z.ZodDefault ? schema.description : schema?.description
      return [code(name), value === undefined ? 'none' : code(value), inner ?? '']
    }),
  )
}

const tables: Readonly<Record<string, () => string>> = {
  switches: switchTable,
  'fault fields': commonTable,
  faults: faultTable,
  scripts: () => scriptNames.map((name) => `\`${name}\``).join(', '),
}

/** The text with each part between `<!-- NAME -->` and `<!-- end -->` written anew. */
export const fill = async (text: string): Promise<string> => {
  let filled = text
  for (const [name, make] of Object.entries(tables)) {
    const pattern = new RegExp(`(<!-- ${name} -->)[\\s\\S]*?(<!-- end -->)`)
    if (!pattern.test(filled)) throw new Error(`no place for the table '${name}'`)
    filled = filled.replace(pattern, (_, start: string, end: string) => {
      return `${start}\n\n${make()}\n\n${end}`
    })
  }
  return format(filled, { ...(await resolveConfig(docsPath)), parser: 'markdown' })
}

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    process.stdout.write(help)
    return
  }
  const text = await readFile(docsPath, 'utf8')
  const current = await fill(text)
  if (values.check && current !== text) {
    process.stderr.write(
      'docs/simulator.md is not current: run node scripts/run.js simulator/docs-tables.ts\n',
    )
    process.exitCode = 1
  } else if (!values.check) {
    await writeFile(docsPath, current)
  }
}

if (import.meta.main) {
  try {
    await main()
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  }
}
