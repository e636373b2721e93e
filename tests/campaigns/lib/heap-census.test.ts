import { expect, test } from 'vitest'
import { censusOf, grownSince } from './heap-census.ts'

class Guest {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

test('census names and counts objects allocated between two snapshots', async () => {
  const { getHeapSnapshot } = await import('node:v8')
  const look = async (): Promise<ReturnType<typeof censusOf>> => {
    let text = ''
    for await (const chunk of getHeapSnapshot().setEncoding('utf8')) text += String(chunk)
    return censusOf(text)
  }
  const before = await look()
  const kept = Array.from({ length: 5000 }, (_, place) => new Guest(`guest ${place}`))
  const after = await look()
  expect(kept).toHaveLength(5000)
  expect(after.get('object Guest')?.count).toBe(5000 + (before.get('object Guest')?.count ?? 0))
  expect(grownSince(before, after, 1000).join('\n')).toContain('object Guest: +5000')
})

test('census refuses input that is not a snapshot', () => {
  expect(() => censusOf('{"nodes": []}')).toThrow('snapshot')
})
