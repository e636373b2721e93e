import { describe, expect, it } from 'vitest'
import { isChatter } from './app-process.ts'

describe('isChatter', () => {
  it("recognises Chromium's messages about a missing bus or GPU, and no message of the app", () => {
    const bus = '[9817:1123/111542.647868:ERROR:bus.cc(399)] Failed to connect to the bus'
    const gpu = '[9859:1123/111543.554930:ERROR:viz_main_impl.cc(186)] Exiting GPU process'
    const fatal = '[10566:1123/111729.466896:FATAL:setuid_sandbox_host.cc(158)] The SUID sandbox'
    expect([bus, gpu].map(isChatter)).toEqual([true, true])
    expect([fatal, 'TypeError: x is not a function', 'bus.cc'].map(isChatter)).toEqual([
      false,
      false,
      false,
    ])
  })
})
