import { expect, test } from 'vitest'
import { censusOf, grownSince } from './heap-census.ts'

class Guest {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

test('what was made between two looks is named, with how many', async () => {
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

test('what is not a snapshot is refused', () => {
  expect(() => censusOf('{"nodes": []}')).toThrow('snapshot')
})
