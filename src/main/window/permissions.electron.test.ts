import type { Session } from 'electron'
import { expect, test } from 'vitest'
import { guardPermissions } from './permissions.electron.ts'

type Request = (
  contents: { getURL: () => string },
  permission: string,
  callback: (isGranted: boolean) => void,
  details: { requestingUrl: string; isMainFrame: boolean },
) => void
type Check = (
  contents: null,
  permission: string,
  origin: string,
  details: { isMainFrame: boolean },
) => boolean

/** What a session was told to answer. */
function guarded() {
  let request: Request | undefined
  let check: Check | undefined
  const refused: unknown[] = []
  const session = {
    setPermissionRequestHandler: (handler: Request) => (request = handler),
    setPermissionCheckHandler: (handler: Check) => (check = handler),
    setDevicePermissionHandler: () => undefined,
  }
  const log = { warn: (_message: string, fields: unknown) => refused.push(fields) }
  guardPermissions(session as unknown as Session, log as never)
  const answers = (permission: string, address: string, isMainFrame = true): boolean[] => {
    const given: boolean[] = []
    const details = { requestingUrl: address, isMainFrame }
    request?.({ getURL: () => address }, permission, (is) => given.push(is), details)
    return [...given, check?.(null, permission, address, details) ?? false]
  }
  return { answers, refused }
}

const OURS = 'app://callpoint/index.html'

test('our page may use devices, and reach the call server in its own network', () => {
  const { answers, refused } = guarded()
  for (const permission of [
    ...['media', 'fullscreen', 'local-network-access', 'local-network', 'loopback-network'],
  ]) {
    expect(answers(permission, OURS), permission).toEqual([true, true])
  }
  expect(refused).toEqual([])
})

test('other pages get no permission, and our page no other', () => {
  const { answers, refused } = guarded()
  expect(answers('local-network', 'https://shop.example/')).toEqual([false, false])
  expect(answers('loopback-network', OURS, false)).toEqual([false, false])
  expect(answers('media', 'app://callpoint.example/')).toEqual([false, false])
  expect(answers('geolocation', OURS)).toEqual([false, false])
  expect(refused).toEqual([
    ...['local-network', 'loopback-network', 'media', 'geolocation'].map((permission) => ({
      permission,
    })),
  ])
})
