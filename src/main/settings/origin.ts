import type { Layer } from './problem.ts'

export type Origin = Readonly<Record<string, Layer>>

/** The order in which a technician reads them. */
const LAYERS: readonly Layer[] = [
  'command line',
  'local',
  'policy',
  'last good',
  'stricter',
  'default',
]

/** A secret in the vault came from an earlier policy or from `--store-secret`. */
export function originWithVault(origin: Origin, kept: readonly string[]): Origin {
  const held = kept.filter((path) => ['default', 'stricter'].includes(origin[path] ?? ''))
  return { ...origin, ...Object.fromEntries(held.map((path) => [path, 'last good' as const])) }
}

/** Where every key comes from, layer by layer: `call.*` where all keys of a section come from one. */
export function linesOf(
  origin: Origin,
): readonly { readonly from: Layer; readonly count: number; readonly keys: string }[] {
  return LAYERS.flatMap((from) => {
    const paths = Object.keys(origin).filter((path) => origin[path] === from)
    if (paths.length === 0) return []
    return [{ from, count: paths.length, keys: joined(paths, Object.keys(origin)).join(', ') }]
  })
}

function joined(paths: readonly string[], all: readonly string[]): readonly string[] {
  const own = new Set(paths)
  const names = paths.map((path) => {
    const parts = path.split('.')
    for (let length = 1; length < parts.length; length += 1) {
      const stem = `${parts.slice(0, length).join('.')}.`
      if (all.every((each) => !each.startsWith(stem) || own.has(each))) return `${stem}*`
    }
    return path
  })
  return [...new Set(names)]
}
