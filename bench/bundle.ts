import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { repositoryRoot } from '../scripts/lib/paths.ts'
import type { Bench } from './lib/figure.ts'

const LIMIT = 45 * 1024

/**
 * JavaScript that the first view waits for: what index.html names, what those files import
 * statically, and one language (the largest).
 */
export const bundle: Bench = {
  name: 'bundle',
  about: 'first-view JavaScript of the renderer, gzipped, against 45 KB',
  run() {
    const root = join(repositoryRoot, 'out', 'renderer')
    const html = readFileSync(join(root, 'index.html'), 'utf8')
    const pending = [...html.matchAll(/(?:src|href)="\.?\/?([^"]+\.js)"/gu)].map(
      ([, path]) => path ?? '',
    )
    const seen = new Set<string>()
    let bytes = 0
    for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
      if (seen.has(path)) continue
      seen.add(path)
      const code = readFileSync(join(root, path))
      bytes += gzipSync(code, { level: 9 }).length
      // Static imports only: `import(...)` is what the first view does not wait for.
      for (const [, name] of code
        .toString('utf8')
        .matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/gu)) {
        pending.push(join('assets', name ?? ''))
      }
    }
    const languages = readdirSync(join(repositoryRoot, 'resources', 'locales')).map((name) =>
      name.replace('.json', '-'),
    )
    const texts = readdirSync(join(root, 'assets'))
      .filter((name) => name.endsWith('.js') && languages.some((start) => name.startsWith(start)))
      .map((name) => gzipSync(readFileSync(join(root, 'assets', name)), { level: 9 }).length)
    bytes += Math.max(0, ...texts)
    if (texts.length === 0) throw new Error('no language was built')
    if (seen.size === 0) throw new Error('index.html names no script: is the app built?')
    return Promise.resolve([
      { name: 'bundle', value: bytes, floor: LIMIT, unit: 'bytes', goal: 1, n: seen.size },
    ])
  },
}
