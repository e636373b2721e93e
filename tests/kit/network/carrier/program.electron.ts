import process from 'node:process'
import { app } from 'electron'
import { readCertificates } from '../../../../src/main/platform/certificates.ts'
import { systemClock } from '../../../../src/main/platform/clock.ts'
import { createElectronHttp } from '../../../../src/main/platform/http.electron.ts'
import type { Http } from '../../../../src/main/platform/http.ts'
import { silentLog } from '../../../../src/main/platform/log.ts'
import { createProxySignIn } from '../../../../src/main/platform/proxy-sign-in.ts'
import { guardCertificates } from '../../../../src/main/platform/trust.electron.ts'
import type { CarrierOptions, Order, Report } from './messages.ts'

/**
 * The carrier of the app, put together as the app does it, in Electron and without a window: it sends
 * what the tests ask for, and reports what came of it.
 */

const clock = systemClock
const log = silentLog
const carriers = new Map<number, Http>()
const underWay = new Map<number, AbortController>()

function report(what: Report): void {
  process.send?.(what)
}

function make({ ca, pins = {}, proxy = { hosts: [], user: '', password: '' } }: CarrierOptions) {
  const trust = { extra: ca === undefined ? [] : readCertificates(ca), pins }
  const signIn = createProxySignIn({ proxy, password: proxy.password, clock, log })
  return createElectronHttp((session) => {
    guardCertificates(session, trust, clock, log)
  }, signIn)
}

async function send({ id, carrier, request, isAborted }: Order & { kind: 'request' }) {
  const http = carriers.get(carrier)
  if (http === undefined) throw new Error(`no carrier ${String(carrier)}`)
  const stop = new AbortController()
  if (isAborted) stop.abort()
  underWay.set(id, stop)
  const onLeave = (): void => {
    report({ kind: 'leave', id })
  }
  const outcome = await http.request({ ...request, onLeave, signal: stop.signal })
  underWay.delete(id)
  report({ kind: 'outcome', id, outcome })
}

function obey(order: Order): void {
  switch (order.kind) {
    case 'open':
      carriers.set(order.carrier, make(order.options))
      return
    case 'request':
      void send(order)
      return
    case 'abort':
      underWay.get(order.id)?.abort()
      return
    case 'close':
      carriers.get(order.carrier)?.close()
      carriers.delete(order.carrier)
      return
    case 'service': {
      const isService = ({ serviceName }: Electron.ProcessMetric): boolean =>
        serviceName === 'network.mojom.NetworkService'
      report({ kind: 'service', pid: app.getAppMetrics().find(isService)?.pid })
    }
  }
}

// It ends with the tests, however these end.
process.on('disconnect', () => {
  app.exit(0)
})
void app.whenReady().then(() => {
  process.on('message', obey)
  report({ kind: 'ready', electron: process.versions['electron'] ?? '' })
})
