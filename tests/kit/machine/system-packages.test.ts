import { describe, expect, it } from 'vitest'
import {
  missingPackages,
  neededPackages,
  offeredNames,
  parseInstalled,
  parseOffered,
} from './system-packages.ts'

describe('what a Debian lacks', () => {
  it('reads what dpkg calls installed, and leaves out what is only configured', () => {
    const listing = 'ii  libnss3\nrc  libgbm1\nhi  libxss1\nun  libxtst6\n'
    expect([...parseInstalled(listing)]).toEqual(['libnss3', 'libxss1'])
  })

  it('takes a library under its newer name for the library', () => {
    const installed = new Set(['libgtk-3-0t64', 'libnss3'])
    expect(missingPackages(['libgtk-3-0', 'libnss3', 'libgbm1'], installed)).toEqual(['libgbm1'])
  })

  it('reads which names apt can install; a virtual one is none', () => {
    const policy = [
      'libasound2:',
      '  Installed: (none)',
      '  Candidate: (none)',
      '  Version table:',
      'libasound2t64:',
      '  Installed: (none)',
      '  Candidate: 1.2.14-1',
      '  Version table:',
      '     1.2.14-1 500',
    ].join('\n')
    expect([...parseOffered(policy)]).toEqual(['libasound2t64'])
  })

  it('asks for the name that this release offers', () => {
    const offered = new Set(['libasound2t64', 'xvfb'])
    expect(offeredNames(['libasound2', 'xvfb', 'gone'], offered)).toEqual([
      'libasound2t64',
      'xvfb',
      'gone',
    ])
  })

  it('wants a virtual display only where there is no other', () => {
    expect(neededPackages({ display: false, chromium: false })).not.toContain('xvfb')
    expect(neededPackages({ display: true, chromium: false })).toContain('xvfb')
  })

  it('wants a keyring only for the tests', () => {
    expect(neededPackages({ display: false, chromium: false })).not.toContain('gnome-keyring')
    expect(neededPackages({ display: false, chromium: true })).toContain('gnome-keyring')
  })
})
