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

/** What each feature of main may import of others; none in a circle. `app` alone knows all. */
const FEATURES: Readonly<Record<string, readonly string[]>> = {
  visit: [],
  kiosk: [],
  window: ['kiosk'],
  viewer: ['kiosk', 'window'],
  chat: ['viewer', 'visit'],
  paper: ['window'],
  callback: ['chat', 'paper', 'visit'],
  call: ['window'],
  desktop: ['chat', 'window'],
  watchdog: ['kiosk', 'visit', 'window'],
  staff: ['call', 'kiosk', 'paper', 'visit', 'watchdog', 'window'],
}
/** What any feature may need. */
const BASE = [
  'contract',
  'qr',
  'phone',
  'main/context',
  'main/api',
  'main/settings',
  'main/vault',
  'main/platform',
] as const

const ZONES: readonly Zone[] = [
  // How the packages are built, not what is in them.
  { name: 'builds', prefix: 'component/vite.config.ts', may: ['component', 'scripts'] },
  { name: 'builds', prefix: 'component/build.ts', may: ['component', 'scripts'] },
  { name: 'builds', prefix: 'simulator/console/vite.config.ts', may: ['scripts'] },
  // Its schemas are zod's; nothing else comes from outside.
  { name: 'contract', prefix: 'src/contract/', may: [], packages: /^zod$/u },
  // What both the screens and paper draw.
  { name: 'qr', prefix: 'src/qr/', may: [], packages: /^lean-qr$/u },
  // Telephone numbers: main and pages run the same code over the same data.
  { name: 'phone', prefix: 'src/phone/', may: [], packages: /^libphonenumber-js$/u },
  { name: 'preload', prefix: 'src/preload/', may: ['contract'], packages: /^electron$/u },
  { name: 'main/app', prefix: 'src/main/app/', may: ['contract', 'main/*'] },
  { name: 'main/platform', prefix: 'src/main/platform/', may: ['contract', 'locales'] },
  {
    name: 'main/settings',
    prefix: 'src/main/settings/',
    may: ['contract', 'main/platform', 'phone'],
  },
  { name: 'main/vault', prefix: 'src/main/vault/', may: ['contract', 'main/platform'] },
  // What every feature is set up with.
  {
    name: 'main/context',
    prefix: 'src/main/context.ts',
    may: ['main/api', 'main/settings', 'main/vault', 'main/platform'],
  },
  // What features see of the centre.
  { name: 'main/api', prefix: 'src/main/centre/api.ts', may: [] },
  { name: 'main/api', prefix: 'src/main/centre/safe-centre.ts', may: ['main/platform'] },
  { name: 'main/api', prefix: 'src/main/centre/true-now.ts', may: ['main/platform'] },
  { name: 'main/centre', prefix: 'src/main/centre/', may: ['main/api', 'main/platform'] },
  ...Object.entries(FEATURES).map(([feature, others]) => ({
    name: `main/${feature}`,
    prefix: `src/main/${feature}/`,
    may: [...BASE, ...others.map((other) => `main/${other}`)],
  })),
  { name: 'renderer/lib', prefix: 'src/renderer/lib/', may: ['contract', 'locales', 'phone'] },
  { name: 'renderer/ui', prefix: 'src/renderer/ui/', may: ['qr'] },
  { name: 'renderer', prefix: 'src/renderer/', may: ['contract', 'renderer/*'] },
  { name: 'component', prefix: 'component/', may: ['contract', 'renderer/features/call'] },
  { name: 'locales', prefix: 'resources/locales/', may: [] },
  { name: 'simulator/console', prefix: 'simulator/console/', may: [] },
  { name: 'simulator', prefix: 'simulator/', may: [] },
  // What tests, benches, campaigns and the commands of this project share.
  { name: 'kit', prefix: 'tests/kit/', may: ['*'] },
  { name: 'tests', prefix: 'tests/', may: ['*'] },
  { name: 'bench', prefix: 'bench/', may: ['*'] },
  { name: 'scripts', prefix: 'scripts/', may: ['kit', 'main/settings', 'contract'] },
]

const FEATURE = /^src\/renderer\/features\/([^/]+)\//u
/** One place only, each: the seam of the SIP library. */
const ONE_PLACE: readonly (readonly [RegExp, string])[] = [
  [/^sip\.js$/u, 'src/renderer/features/call/sip/'],
  [/^libphonenumber-js$/u, 'src/phone/'],
]

function zoneOf(file: string): Zone | undefined {
  const feature = FEATURE.exec(file)?.[1]
  if (feature !== undefined) {
    return {
      name: `renderer/features/${feature}`,
      prefix: '',
      may: ['contract', 'phone', 'renderer/lib', 'renderer/ui'],
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
  if (isElectron(target) && !isElectron(file) && zone.name !== 'main/app' && isProduct(file)) {
    return `${target} is imported by *.electron.ts and src/main/app only`
  }
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

/** A part of a feature that imports electron. */
function isElectron(file: string): boolean {
  return file.endsWith('.electron.ts')
}

function isProduct(file: string): boolean {
  return /^(?:src|component\/src)\//u.test(file) && !file.endsWith('.test.ts')
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
  if (isProduct(file)) {
    if (name === 'electron' && !isElectron(file) && !file.startsWith('src/preload/')) {
      return 'electron is imported in *.electron.ts and src/preload only'
    }
    if (/^(?:src\/renderer|component)\//u.test(file) && source.startsWith('node:')) {
      return 'a page knows no Node'
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
