import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import type { FastifyInstance } from 'fastify'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
  '.mp3': 'audio/mpeg',
  '.map': 'application/json; charset=utf-8',
}

const policy =
  "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; " +
  "style-src 'self' 'unsafe-inline'; connect-src 'self' ws: wss:; object-src 'none'; " +
  "base-uri 'none'; frame-ancestors 'none'"

const unbuilt =
  'The agent console has not been built yet. Build it with:\n\n    npm run build\n\n' +
  'Until then the control API at /control does all that the console would do.\n'

/** The file that a path means, or undefined; never one outside the folder. */
const resolve = async (folder: string, path: string): Promise<string | undefined> => {
  try {
    const inside = await realpath(folder)
    const file = await realpath(join(inside, path))
    if (file !== inside && !file.startsWith(inside + sep)) return undefined
    return (await stat(file)).isFile() ? file : undefined
  } catch {
    return undefined
  }
}

/** Serves a built page below a prefix; a plain text says how to build it while it is missing. */
export const registerStatic = (app: FastifyInstance, prefix: string, folder: string): void => {
  app.get(prefix, (_request, reply) => reply.redirect(`${prefix}/`))
  app.get(`${prefix}/*`, async (request, reply) => {
    const { pathname } = new URL(request.url, 'http://localhost')
    let path: string
    try {
      path = decodeURIComponent(pathname.slice(prefix.length))
    } catch {
      return reply.code(400).type('text/plain').send('bad path\n')
    }
    if (path.includes('\0')) return reply.code(400).type('text/plain').send('bad path\n')
    const index = await resolve(folder, 'index.html')
    if (index === undefined) {
      return reply.code(503).type('text/plain; charset=utf-8').send(unbuilt)
    }
    // A path without an extension is a place within the page.
    const file = extname(path) === '' ? index : await resolve(folder, path)
    if (file === undefined) return reply.code(404).type('text/plain').send('no such file\n')
    return reply
      .header('content-security-policy', policy)
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', file === index ? 'no-cache' : 'public, max-age=3600')
      .type(types[extname(file)] ?? 'application/octet-stream')
      .send(createReadStream(file))
  })
}
