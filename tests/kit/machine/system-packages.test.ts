import { describe, expect, it } from 'vitest'
import {
  missingPackages,
  neededPackages,
  offeredNames,
  parseInstalled,
  parseOffered,
} from './system-packages.ts'

describe('missing Debian packages', () => {
  it('lists installed packages, without those that are only configured', () => {
    const listing = 'ii  libnss3\nrc  libgbm1\nhi  libxss1\nun  libxtst6\n'
    expect([...parseInstalled(listing)]).toEqual(['libnss3', 'libxss1'])
  })

  it('accepts a library under its newer name', () => {
    const installed = new Set(['libgtk-3-0t64', 'libnss3'])
    expect(missingPackages(['libgtk-3-0', 'libnss3', 'libgbm1'], installed)).toEqual(['libgbm1'])
  })

  it('lists installable names, without virtual packages', () => {
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

  it('requests the name that this release offers', () => {
    const offered = new Set(['libasound2t64', 'xvfb'])
    expect(offeredNames(['libasound2', 'xvfb', 'gone'], offered)).toEqual([
      'libasound2t64',
      'xvfb',
      'gone',
    ])
  })

  it('requires a virtual display only without another', () => {
    expect(neededPackages({ display: false, chromium: false })).not.toContain('xvfb')
    expect(neededPackages({ display: true, chromium: false })).toContain('xvfb')
  })

  it('requires a keyring only for tests', () => {
    expect(neededPackages({ display: false, chromium: false })).not.toContain('gnome-keyring')
    expect(neededPackages({ display: false, chromium: true })).toContain('gnome-keyring')
  })
})
