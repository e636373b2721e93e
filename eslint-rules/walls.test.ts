import { describe, expect, it } from 'vitest'
import { objection } from './walls.ts'

const allowed: readonly (readonly [string, string])[] = [
  ['src/contract/chat.ts', './rich.ts'],
  ['src/contract/inputs.ts', 'zod'],
  ['src/qr/qr-code.ts', 'lean-qr'],
  ['src/renderer/ui/QrCode.svelte', '../../qr/qr-code.ts'],
  ['src/main/paper/slip-document.ts', '../../qr/qr-code.ts'],
  ['src/preload/index.ts', '../contract/contract.ts'],
  ['src/preload/index.ts', 'electron'],
  ['src/main/app/index.ts', './startup.ts'],
  ['src/main/app/run.ts', './app.electron.ts'],
  ['src/main/app/features.ts', '../call/setup.electron.ts'],
  ['src/main/app/connections.ts', '../centre/client.ts'],
  ['src/main/app/app.electron.ts', 'electron'],
  ['src/main/window/window.electron.ts', '../kiosk/lockdown.electron.ts'],
  ['src/main/platform/http.electron.ts', './http.ts'],
  ['src/main/chat/chat.ts', '../centre/api.ts'],
  ['src/main/chat/setup.ts', '../context.ts'],
  ['src/main/context.ts', './centre/api.ts'],
  ['src/main/chat/config.ts', '../viewer/url-policy.ts'],
  ['src/main/callback/days.ts', '../visit/hours.ts'],
  ['src/main/centre/client.ts', './api.ts'],
  ['src/main/centre/client.ts', 'node:http'],
  ['src/renderer/features/chat/Chat.svelte', '../../lib/bridge.ts'],
  ['src/renderer/features/chat/Chat.svelte', './chat.svelte.ts'],
  ['src/renderer/App.svelte', './features/chat/Chat.svelte'],
  ['src/renderer/features/call/sip/phone.ts', 'sip.js'],
  ['component/src/element.ts', '../../src/renderer/features/call/call.svelte.ts'],
  ['component/src/element.ts', '../../src/contract/call.ts'],
  ['tests/e2e/chat.spec.ts', '../../simulator/centre.ts'],
  ['simulator/rest/server.ts', '../model/sessions.ts'],
  ['simulator/rest/server.ts', 'fastify'],
]

const refused: readonly (readonly [string, string])[] = [
  ['src/contract/chat.ts', '../main/platform/clock.ts'],
  ['src/contract/chat.ts', 'electron'],
  ['src/contract/chat.ts', 'vitest'],
  ['src/preload/index.ts', '../main/platform/log.ts'],
  ['src/preload/index.ts', 'zod'],
  ['src/main/app/index.ts', 'electron'],
  ['src/main/visit/visit.ts', '../app/startup.ts'],
  ['src/main/visit/visit.ts', 'electron'],
  ['src/main/visit/visit.ts', '../centre/client.ts'],
  ['src/main/visit/visit.ts', '../window/window.electron.ts'],
  ['src/main/visit/hours.ts', '../chat/chat.ts'],
  ['src/main/watchdog/watchdog.ts', './watchdog.electron.ts'],
  ['src/main/centre/client.ts', '../visit/visit.ts'],
  ['src/main/centre/client.ts', '../context.ts'],
  ['src/main/context.ts', './visit/visit.ts'],
  ['src/main/chat/setup.ts', './setup.electron.ts'],
  ['src/main/platform/clock.ts', '../centre/api.ts'],
  ['src/main/window/window.electron.ts', '../visit/visit.ts'],
  ['src/main/platform/http.electron.ts', '../centre/client.ts'],
  ['src/main/settings/policy.ts', '../vault/vault.ts'],
  ['src/renderer/features/chat/Chat.svelte', '../home/Home.svelte'],
  ['src/renderer/features/chat/Chat.svelte', '../../../main/platform/log.ts'],
  ['src/renderer/features/chat/chat.svelte.ts', 'node:fs'],
  ['src/renderer/features/chat/chat.svelte.ts', 'electron'],
  ['src/renderer/features/call/Call.svelte', 'sip.js'],
  ['src/renderer/ui/Button.svelte', '../lib/bridge.ts'],
  ['src/renderer/ui/Button.svelte', '../../contract/chat.ts'],
  ['src/renderer/lib/bridge.ts', '../features/chat/chat.svelte.ts'],
  ['component/src/element.ts', '../../src/renderer/features/chat/chat.svelte.ts'],
  ['component/src/element.ts', '../../src/renderer/lib/bridge.ts'],
  ['component/src/element.ts', 'node:fs'],
  ['component/src/element.ts', 'sip.js'],
  ['src/renderer/features/call/Call.svelte', '../../../../component/src/styles.ts'],
  ['src/main/app/index.ts', '../../../simulator/centre.ts'],
  ['src/main/centre/wire.ts', '../../../tests/fixtures/wire/session.json'],
  ['simulator/rest/server.ts', '../../src/contract/chat.ts'],
  ['simulator/console/App.svelte', '../model/sessions.ts'],
]

describe('the rule for imports between folders', () => {
  it.each(allowed)('%s may import %s', (file, source) => {
    expect(objection(file, source)).toBeUndefined()
  })

  it.each(refused)('%s may not import %s', (file, source) => {
    expect(objection(file, source)).toEqual(expect.any(String))
  })
})
