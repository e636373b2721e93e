import { describe, expect, it } from 'vitest'
import { objection } from './walls.ts'

const allowed: readonly (readonly [string, string])[] = [
  ['src/contract/chat.ts', './rich.ts'],
  ['src/preload/index.ts', '../contract/contract.ts'],
  ['src/preload/index.ts', 'electron'],
  ['src/main/app/index.ts', './electron/window.ts'],
  ['src/main/app/index.ts', './root/ground.ts'],
  ['src/main/app/wiring.ts', '../electron/app.ts'],
  ['src/main/app/connections.ts', '../centre/client.ts'],
  ['src/main/window/window.electron.ts', 'electron'],
  ['src/main/window/window.electron.ts', '../support/log.ts'],
  ['src/main/platform/http.electron.ts', '../support/http.ts'],
  ['src/main/chat/chat.ts', '../../centre/api.ts'],
  ['src/main/chat/chat.ts', '../hours.ts'],
  ['src/main/centre/client.ts', './api.ts'],
  ['src/main/centre/client.ts', 'node:http'],
  ['src/renderer/features/chat/Chat.svelte', '../../lib/bridge.ts'],
  ['src/renderer/features/chat/Chat.svelte', './chat.svelte.ts'],
  ['src/renderer/App.svelte', './features/chat/Chat.svelte'],
  ['src/renderer/features/call/sip/phone.ts', 'sip.js'],
  ['tests/e2e/chat.spec.ts', '../../simulator/centre.ts'],
  ['simulator/rest/server.ts', '../model/sessions.ts'],
  ['simulator/rest/server.ts', 'fastify'],
]

const refused: readonly (readonly [string, string])[] = [
  ['src/contract/chat.ts', '../main/support/clock.ts'],
  ['src/contract/chat.ts', 'zod'],
  ['src/preload/index.ts', '../main/support/log.ts'],
  ['src/preload/index.ts', 'zod'],
  ['src/main/app/index.ts', 'electron'],
  ['src/main/app/wiring.ts', 'electron'],
  ['src/main/visit/visit.ts', '../root/ground.ts'],
  ['src/main/visit/visit.ts', 'electron'],
  ['src/main/visit/visit.ts', '../centre/client.ts'],
  ['src/main/visit/visit.ts', '../electron/window.ts'],
  ['src/main/centre/client.ts', '../services/visit.ts'],
  ['src/main/platform/clock.ts', '../centre/api.ts'],
  ['src/main/window/window.electron.ts', '../services/visit.ts'],
  ['src/main/platform/http.electron.ts', '../centre/client.ts'],
  ['src/main/app/handlers.ts', '../centre/client.ts'],
  ['src/renderer/features/chat/Chat.svelte', '../home/Home.svelte'],
  ['src/renderer/features/chat/Chat.svelte', '../../../main/support/log.ts'],
  ['src/renderer/features/chat/chat.svelte.ts', 'node:fs'],
  ['src/renderer/features/chat/chat.svelte.ts', 'electron'],
  ['src/renderer/features/call/Call.svelte', 'sip.js'],
  ['src/renderer/ui/Button.svelte', '../lib/bridge.ts'],
  ['src/renderer/ui/Button.svelte', '../../contract/chat.ts'],
  ['src/renderer/lib/bridge.ts', '../features/chat/chat.svelte.ts'],
  ['src/main/app/index.ts', '../../simulator/centre.ts'],
  ['src/main/centre/wire.ts', '../../../tests/fixtures/wire/session.json'],
  ['simulator/rest/server.ts', '../../src/contract/chat.ts'],
  ['simulator/console/App.svelte', '../model/sessions.ts'],
]

describe('the walls', () => {
  it.each(allowed)('%s may import %s', (file, source) => {
    expect(objection(file, source)).toBeUndefined()
  })

  it.each(refused)('%s may not import %s', (file, source) => {
    expect(objection(file, source)).toEqual(expect.any(String))
  })
})
