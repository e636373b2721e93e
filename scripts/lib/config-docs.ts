import { z } from 'zod'
import { policySchema } from '../../src/main/settings/policy.ts'

/** The policy's JSON Schema (draft 2020-12), for editors and for IT's tools. */
export function configSchema(): string {
  const schema = z.toJSONSchema(policySchema, { io: 'input', unrepresentable: 'any' })
  return `${JSON.stringify({ title: 'Callpoint policy', ...schema }, null, 2)}\n`
}

interface Node {
  readonly type?: string
  readonly description?: string
  readonly default?: unknown
  readonly enum?: readonly unknown[]
  readonly minimum?: number
  readonly maximum?: number
  readonly properties?: Readonly<Record<string, Node>>
  readonly items?: Node
}

/** The reference of every key, as a table a section. */
export function configReference(): string {
  // zod's own JSON Schema types are wider than what this schema can produce.
  const root = JSON.parse(configSchema()) as Node
  const lines = [
    '# Configuration',
    '',
    'The policy is one JSON file: named by `--config FILE` or `CALLPOINT_CONFIG`, else the machine-wide one',
    '(`/etc/callpoint/policy.json`, `%ProgramData%\\Callpoint\\policy.json`,',
    '`/Library/Application Support/Callpoint/policy.json`). Layers: defaults < policy file < local settings < command line.',
    'A section that does not pass falls back to the one below it and is named in the log; the rest stays in force.',
    '`"$schema": "config.schema.json"` gives completion in an editor. Written by `npm run docs` from the schema.',
    '',
  ]
  for (const [name, node] of Object.entries(root.properties ?? {})) {
    if (name === '$schema') continue
    lines.push(`## ${name}`, '')
    if (node.description !== undefined) lines.push(`${node.description}.`, '')
    lines.push('| key | what | default |', '|---|---|---|')
    for (const row of rows(name, node)) lines.push(row)
    lines.push('')
  }
  return `${lines.join('\n').trimEnd()}\n`
}

function rows(path: string, node: Node): string[] {
  if (node.properties) {
    return Object.entries(node.properties).flatMap(([key, child]) => rows(`${path}.${key}`, child))
  }
  if (node.items?.properties) {
    const inner = Object.entries(node.items.properties).flatMap(([key, child]) =>
      rows(`${path}[].${key}`, child),
    )
    return [line(path, node), ...inner]
  }
  return [line(path, node)]
}

function line(path: string, node: Node): string {
  const bounds = [
    node.enum ? node.enum.map((value) => `\`${JSON.stringify(value)}\``).join(', ') : undefined,
    node.minimum !== undefined && node.maximum !== undefined && node.maximum < 2 ** 53 - 1
      ? `${String(node.minimum)} to ${String(node.maximum)}`
      : undefined,
  ].filter((part) => part !== undefined)
  const what = [node.description, ...bounds].filter((part) => part !== undefined).join('; ')
  const byDefault = node.default === undefined ? '' : `\`${JSON.stringify(node.default)}\``
  return `| \`${path}\` | ${escape(what || (node.type ?? ''))} | ${escape(byDefault)} |`
}

function escape(text: string): string {
  return text.replaceAll('|', '\\|')
}
