import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cachePath, type Surroundings } from './paths.ts'

const someone: Surroundings = {
  platform: 'linux',
  environment: {},
  isRoot: false,
  home: '/home/someone',
}

describe('cachePath', () => {
  it.each<[string, Partial<Surroundings>, string]>([
    ['a user', {}, join('/home/someone', '.cache', 'callpoint')],
    ['a user with XDG', { environment: { XDG_CACHE_HOME: '/x' } }, join('/x', 'callpoint')],
    ['an empty XDG', { environment: { XDG_CACHE_HOME: '' } }, '/home/someone/.cache/callpoint'],
    ['root', { isRoot: true }, '/var/cache/callpoint'],
    [
      'root with XDG',
      { isRoot: true, environment: { XDG_CACHE_HOME: '/root/x' } },
      '/var/cache/callpoint',
    ],
    ['macOS', { platform: 'darwin' }, join('/home/someone', 'Library', 'Caches', 'callpoint')],
    [
      'Windows',
      { platform: 'win32', environment: { LOCALAPPDATA: '/l' } },
      join('/l', 'callpoint', 'Cache'),
    ],
    ['an override', { isRoot: true, environment: { CALLPOINT_CACHE: '/c' } }, resolve('/c')],
  ])('finds the folder for %s', (_name, change, expected) => {
    expect(cachePath({ ...someone, ...change })).toBe(expected)
  })
})
