import { expect, it } from 'vitest'
import {
  canHaveServiceManager,
  startServiceManager,
} from '../../../tests/kit/machine/service-manager.ts'
import { openNotifySocket } from './notify-socket.ts'

it.skipIf(!canHaveServiceManager())('what is said arrives at a real socket, in order', async () => {
  const manager = await startServiceManager()
  try {
    const environment = { ...process.env, NOTIFY_SOCKET: manager.socket }
    const faults: Error[] = []
    const notify = openNotifySocket(environment, (error) => faults.push(error))
    expect(environment).not.toHaveProperty('NOTIFY_SOCKET')
    await notify?.(['READY=1', 'STATUS=nobody is there'])
    await notify?.(['WATCHDOG=1'])
    await manager.until((heard) => heard.length === 3)
    expect(manager.heard).toEqual(['READY=1', 'STATUS=nobody is there', 'WATCHDOG=1'])
    expect(faults).toEqual([])
  } finally {
    manager.close()
  }
})

it('app notifies nobody without a service manager', () => {
  expect(openNotifySocket({}, () => undefined)).toBeUndefined()
  expect(openNotifySocket({ NOTIFY_SOCKET: '' }, () => undefined)).toBeUndefined()
})

it('app reports a missing systemd-notify once, and does not wait for it', async () => {
  const faults: Error[] = []
  const environment = { NOTIFY_SOCKET: '/nowhere', PATH: '/nowhere' }
  const notify = openNotifySocket(environment, (error) => faults.push(error))
  await notify?.(['READY=1'])
  await notify?.(['WATCHDOG=1'])
  expect(faults.map(({ message }) => message)).toEqual([expect.stringContaining('systemd-notify')])
})
