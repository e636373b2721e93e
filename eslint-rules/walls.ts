import { posix, relative, sep } from 'node:path'
import type { Rule } from 'eslint'

/**
 * Which folder may import from which (architecture: "rules that hold the walls up"). The first
 * zone whose prefix fits a path is its zone; a zone may always import from itself.
 */
interface Zone {
  readonly name: string
  readonly prefix: string
  /** Names of other zones it may import from; `*` is everything. */
  readonly may: readonly string[]
  /** Packages it may import, where that is limited. */
  readonly packages?: RegExp
}

/** What the composition root puts together. */
const BELOW_ROOT = [
  'contract',
  'main/electron',
  'main/ipc',
  'main/services',
  'main/api',
  'main/centre',
  'main/settings',
  'main/support',
] as const

const ZONES: readonly Zone[] = [
  { name: 'contract', prefix: 'src/contract/', may: [], packages: /^$/u },
  { name: 'preload', prefix: 'src/preload/', may: ['contract'], packages: /^electron$/u },
  { name: 'main/index', prefix: 'src/main/app/index.ts', may: ['main/root', ...BELOW_ROOT] },
  { name: 'main/root', prefix: 'src/main/root/', may: BELOW_ROOT },
  {
    name: 'main/electron',
    prefix: 'src/main/electron/',
    may: ['contract', 'main/support'],
  },
  {
    name: 'main/ipc',
    prefix: 'src/main/ipc/',
    may: ['contract', 'main/services', 'main/support'],
  },
  {
    name: 'main/services',
    prefix: 'src/main/services/',
    may: ['contract', 'main/api', 'main/settings', 'main/support'],
  },
  { name: 'main/api', prefix: 'src/main/centre/api.ts', may: [] },
  {
    name: 'main/centre',
    prefix: 'src/main/centre/',
    may: ['main/api', 'main/support'],
  },
  { name: 'main/settings', prefix: 'src/main/settings/', may: ['contract', 'main/support'] },
  { name: 'main/support', prefix: 'src/main/support/', may: ['contract', 'locales'] },
  { name: 'renderer/lib', prefix: 'src/renderer/lib/', may: ['contract', 'locales'] },
  { name: 'renderer/ui', prefix: 'src/renderer/ui/', may: [] },
  { name: 'renderer', prefix: 'src/renderer/', may: ['contract', 'renderer/*'] },
  { name: 'locales', prefix: 'resources/locales/', may: [] },
  { name: 'simulator/console', prefix: 'simulator/console/', may: [] },
  { name: 'simulator', prefix: 'simulator/', may: [] },
  { name: 'tests', prefix: 'tests/', may: ['*'] },
  { name: 'bench', prefix: 'bench/', may: ['*'] },
  { name: 'scripts', prefix: 'scripts/', may: ['main/settings', 'contract'] },
]

const FEATURE = /^src\/renderer\/features\/([^/]+)\//u
/** One place only, each: the seam of the SIP library. */
const ONE_PLACE: readonly (readonly [RegExp, string])[] = [
  [/^sip\.js$/u, 'src/renderer/features/call/sip/'],
]

function zoneOf(file: string): Zone | undefined {
  const feature = FEATURE.exec(file)?.[1]
  if (feature !== undefined) {
    return {
      name: `renderer/features/${feature}`,
      prefix: '',
      may: ['contract', 'renderer/lib', 'renderer/ui'],
    }
  }
  return ZONES.find(({ prefix }) => file.startsWith(prefix))
}

/** Why `file` may not import `source`, or undefined where it may. Paths are relative to the project. */
export function objection(file: string, source: string): string | undefined {
  const zone = zoneOf(file)
  if (!zone) return undefined
  if (!source.startsWith('.')) return packageObjection(file, source, zone)
  const target = posix.normalize(posix.join(posix.dirname(file), source))
  const targetZone = zoneOf(target)
  if (!targetZone || targetZone.name === zone.name) {
    const outside = targetZone === undefined && file.startsWith('src/') && !isResource(target)
    return outside ? `${zone.name} may not reach outside src (${target})` : undefined
  }
  const allowed = zone.may.some(
    (name) =>
      name === '*' ||
      name === targetZone.name ||
      (name.endsWith('/*') && targetZone.name.startsWith(name.slice(0, -1))),
  )
  return allowed ? undefined : `${zone.name} may not import ${targetZone.name}`
}

function isResource(target: string): boolean {
  return target.startsWith('resources/') || target === 'package.json'
}

function packageObjection(file: string, source: string, zone: Zone): string | undefined {
  const name = source
    .split('/')
    .slice(0, source.startsWith('@') ? 2 : 1)
    .join('/')
  if (zone.packages && !zone.packages.test(name)) return `${zone.name} may not import ${source}`
  const inProduct = file.startsWith('src/') && !file.endsWith('.test.ts')
  if (inProduct) {
    if (name === 'electron' && !/^src\/(main\/electron|preload)\//u.test(file)) {
      return 'electron is imported in src/main/electron and src/preload only'
    }
    if (file.startsWith('src/renderer/') && source.startsWith('node:')) {
      return 'the renderer knows no Node'
    }
    for (const [pattern, only] of ONE_PLACE) {
      if (pattern.test(name) && !file.startsWith(only)) return `${name} is imported in ${only} only`
    }
  }
  return undefined
}

export const walls: Rule.RuleModule = {
  meta: {
    type: 'problem',
    docs: { description: 'holds the walls between the folders' },
    messages: { wall: '{{reason}}' },
    schema: [],
  },
  create(context) {
    const file = relative(context.cwd, context.filename).split(sep).join('/')
    function check(node: Rule.Node, source: unknown): void {
      if (typeof source !== 'string') return
      const reason = objection(file, source.split('?')[0] ?? source)
      if (reason !== undefined) context.report({ node, messageId: 'wall', data: { reason } })
    }
    return {
      ImportDeclaration: (node) => {
        check(node, node.source.value)
      },
      ExportAllDeclaration: (node) => {
        check(node, node.source.value)
      },
      ExportNamedDeclaration: (node) => {
        check(node, node.source?.value)
      },
      ImportExpression: (node) => {
        if (node.source.type === 'Literal') check(node, node.source.value)
      },
    }
  },
}
