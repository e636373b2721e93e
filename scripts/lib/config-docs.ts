import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { RULES } from '../../src/main/settings/keys.ts'
import { policySchema } from '../../src/main/settings/policy.ts'
import { repositoryRoot } from './paths.ts'

const folder = join(repositoryRoot, 'docs', 'examples')

const textOf = (name: string): string => readFileSync(join(folder, `${name}.json`), 'utf8')

/** The example policies, by name: docs/examples/NAME.json. */
export function examplePolicies(): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  const names = ['kiosk', 'terminal', 'desktop']
  const rest = readdirSync(folder).map((file) => file.replace(/\.json$/u, ''))
  return new Map(
    [...new Set([...names, ...rest])].map((name) => [
      name,
      z.record(z.string(), z.unknown()).parse(JSON.parse(textOf(name))),
    ]),
  )
}

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

/** The reference of every key, with one table per section. */
export function configReference(): string {
  // zod's own JSON Schema types are wider than what this schema can produce.
  const root = JSON.parse(configSchema()) as Node
  const lines = [
    '# Configuration',
    '',
    'The policy is one JSON file, named by `--config FILE` or `CALLPOINT_CONFIG`, otherwise the machine-wide one',
    '(`/etc/callpoint/policy.json`, `%ProgramData%\\Callpoint\\policy.json`,',
    '`/Library/Application Support/Callpoint/policy.json`). Layers: defaults < policy file < local settings < command line.',
    'An empty value counts as not set; blanks, line ends and quotation marks around a path are ignored. The file is JSON without comments,',
    'in UTF-8 or UTF-16. A mistake affects only its own key; the log and the staff page report it and the value used instead: see the end of',
    'this page, which `npm run docs` generates from the schema. With `"$schema"`, editors complete keys; a policy in `/etc/callpoint`',
    'names `/usr/share/doc/callpoint/config.schema.json`.',
    'Complete policies to start from: [a kiosk](examples/kiosk.json), [a terminal with a keyboard](examples/terminal.json) and',
    '[the desktop app](examples/desktop.json). They contain no secrets: store these with `callpoint --store-secret NAME`.',
    'A Debian package installs this page, the other documents for IT, the schema and the examples in `/usr/share/doc/callpoint`, other packages in `resources/docs`.',
    '',
  ]
  for (const [name, node] of Object.entries(root.properties ?? {})) {
    if (name === '$schema') continue
    lines.push(`## ${name}`, '')
    if (node.description !== undefined) lines.push(`${node.description}.`, '')
    lines.push('| key | what | default |', '|---|---|---|')
    for (const row of rows(name, node)) lines.push(row)
    lines.push('', ...exampleOf(name))
  }
  lines.push(...mistakes())
  return `${lines.join('\n').trimEnd()}\n`
}

/** What is in force if a key cannot be read. */
function mistakes(): readonly string[] {
  const guarding = Object.entries(RULES).flatMap(([path, { guards, strict, closes, secret }]) => {
    if (guards === undefined || secret === true) return []
    const day = /^(.*hours)\.(\w+)$/u.exec(path)
    if (day !== null && day[2] !== 'monday') return []
    const key = day === null ? path : `${day[1] ?? ''}.*`
    const value =
      closes !== undefined
        ? `\`${closes}\` is left out`
        : strict === undefined
          ? 'left out'
          : path === 'certificates.pins'
            ? 'no certificate passes, of no host'
            : `\`${JSON.stringify(strict)}\``
    return [`| \`${key}\` | ${guards} | ${escape(value)} |`]
  })
  return [
    '## After a mistake',
    '',
    'A key is ignored if it is unknown, misspelt, of a wrong type, out of range, or present twice with different values.',
    'The value that the policy last had for it on this machine stays in force (`last good`, kept in `device.json` without secrets). If there',
    'is none, the strictest value of this table applies to a key that guards something (`stricter`), otherwise the default. In a list, only',
    'the wrong entry is ignored; remembered holidays and pins are kept. In a file that cannot be read at all, every key counts as a mistake.',
    'The mode is never remembered: if it cannot be read, the app runs as a locked kiosk. If a secret cannot be read, the one in the vault is kept.',
    '',
    '| key | guards | strictest |',
    '|---|---|---|',
    ...guarding,
    '',
  ]
}

/** A section, quoted from the first example that has it. */
function exampleOf(section: string): readonly string[] {
  for (const [name, policy] of examplePolicies()) {
    if (!(section in policy)) continue
    const all = textOf(name).split('\n')
    const first = all.findIndex((text) => text.startsWith(`  "${section}":`))
    const next = all.findIndex((text, at) => at > first && /^( {2}"|\})/u.test(text))
    const own = all.slice(first, next).join('\n').replace(/,$/u, '')
    return [`As in [examples/${name}.json](examples/${name}.json):`, '```json', own, '```', '']
  }
  return []
}

function rows(path: string, node: Node): string[] {
  if (node.properties) {
    const own = path.includes('.') && node.description !== undefined ? [line(path, node)] : []
    const inner = Object.entries(node.properties)
    return [...own, ...inner.flatMap(([key, child]) => rows(`${path}.${key}`, child))]
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
