import { describe, expect, it } from 'vitest'
import { wrapperText } from '../../../scripts/lib/electron-launch.ts'
import { electronEnvironment, parsePasswd } from './unprivileged.ts'

const user = { name: 'callpoint', uid: 999, gid: 998, home: '/var/lib/callpoint' }

describe('parsePasswd', () => {
  const text =
    'root:x:0:0:root:/root:/bin/bash\ncallpoint:x:999:998::/var/lib/callpoint:/bin/false\n'

  it('finds the user with exactly that name', () => {
    expect(parsePasswd(text, 'callpoint')).toEqual(user)
    expect(parsePasswd(text, 'call')).toBeUndefined()
  })
})

describe('electronEnvironment', () => {
  const environment = {
    DISPLAY: ':3',
    HOME: '/root',
    XDG_RUNTIME_DIR: '/run/user/0',
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/0/bus',
    NPM_TOKEN: 'secret',
    CALLPOINT_CONFIG: '/p.json',
    ELECTRON_RUN_AS_NODE: '1',
    NODE_OPTIONS: '--inspect',
    LC_ALL: 'de_DE.UTF-8',
  }

  it('gives another user only what Electron needs, and their own home', () => {
    expect(electronEnvironment(user, environment)).toEqual({
      DISPLAY: ':3',
      CALLPOINT_CONFIG: '/p.json',
      LC_ALL: 'de_DE.UTF-8',
      HOME: '/var/lib/callpoint',
      USER: 'callpoint',
      LOGNAME: 'callpoint',
      SHELL: '/bin/sh',
    })
  })

  it("keeps the caller's environment except what turns Electron into Node.js", () => {
    const own = electronEnvironment(undefined, environment)
    expect(own).toMatchObject({ HOME: '/root', NPM_TOKEN: 'secret' })
    expect(own).not.toHaveProperty('ELECTRON_RUN_AS_NODE')
    expect(own).not.toHaveProperty('NODE_OPTIONS')
  })

  it('lets explicit values win', () => {
    const extra = { DISPLAY: ':9', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/tmp/bus' }
    expect(electronEnvironment(user, environment, extra)).toMatchObject(extra)
  })
})

describe('wrapperText', () => {
  it('runs the binary in the same process, whatever its path', () => {
    const text = wrapperText('/usr/bin/setpriv', user, "/opt/it's here/electron")
    expect(text.split('\n')[0]).toBe('#!/bin/sh')
    expect(text).toContain('exec /usr/bin/setpriv --pdeathsig KILL --reuid=999 --regid=998')
    expect(text).toContain(`-- '/opt/it'\\''s here/electron' "$@"`)
  })
})
