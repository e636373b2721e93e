import http from 'node:http'
import https from 'node:https'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import type { Attached, Attachment, UpgradeHandler } from './attachment.ts'
import type { ControlContext } from './control/context.ts'
import { registerControl } from './control/control.ts'
import type { Live } from './control/live.ts'
import { registerOpenApi } from './rest/openapi.ts'
import { registerRest } from './rest/rest.ts'
import { registerStatic } from './rest/static.ts'
import type { Certificate } from './support/certificate.ts'
import type { Random } from './support/random.ts'

const refuseUpgrade: UpgradeHandler = (_request, socket) => {
  socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
}

/** What stands on one port: the REST service, the control API, the console, and what is attached. */
export interface CentreServer {
  readonly app: FastifyInstance
  readonly attached: readonly Attached[]
}

/** Puts everything on one server, which does not listen yet. */
export const createServer = async (
  context: ControlContext,
  live: Live,
  options: {
    readonly servletName: string
    /** Seconds for which an idle connection is kept (R13). */
    readonly socketTimeout: number
    readonly certificate: Certificate | undefined
    /** Whether it will listen beyond loopback. */
    readonly open: boolean
    readonly consoleFolder: string
    readonly attachments: readonly Attachment[]
    readonly random: Random
  },
): Promise<CentreServer> => {
  const { certificate } = options
  const upgrades = new Map<string, UpgradeHandler>()
  const app = Fastify({
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 2000 },
    serverFactory: (handler): http.Server => {
      const server =
        certificate === undefined
          ? http.createServer(handler)
          : https.createServer({ key: certificate.key, cert: certificate.cert }, handler)
      server.keepAliveTimeout = options.socketTimeout * 1000
      context.link.watch(server, certificate !== undefined)
      server.on('upgrade', (request, socket, head) => {
        socket.on('error', () => socket.destroy())
        const path = (request.url ?? '').split('?')[0] ?? ''
        const take = upgrades.get(path) ?? refuseUpgrade
        take(request, socket, head)
      })
      return server
    },
  })

  const attached = options.attachments.map((attach, place) =>
    attach({
      server: app.server,
      context,
      random: options.random.fork(`attachment-${place}`),
      upgrade: (path, handler) => {
        upgrades.set(path, handler)
      },
    }),
  )
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).type('text/plain; charset=utf-8').send('There is nothing here.\n'),
  )
  const base = `/${options.servletName}`
  await app.register(
    (rest, _options, ready) => {
      registerRest(rest, context)
      ready()
    },
    { prefix: base },
  )
  await app.register(
    (control, _options, ready) => {
      const more = attached.flatMap((part) => part.control ?? [])
      registerControl(control, context, live, { open: options.open, more })
      ready()
    },
    { prefix: '/control' },
  )
  registerStatic(app, '/agent', options.consoleFolder)
  registerOpenApi(app, base)
  app.get('/', (_request, reply) =>
    reply
      .type('text/plain; charset=utf-8')
      .send(
        `A simulated contact centre.\n\nREST: ${base}\nIts description: /openapi.yaml, /openapi.json\n` +
          'Agents: /agent\nControl: /control\n',
      ),
  )
  return { app, attached }
}
