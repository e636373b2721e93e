import { expect, test } from 'vitest'
import { createDrawing, FRAME_COST, FREE_COST } from './drawing.ts'

function start() {
  const frames: (() => void)[] = []
  const drawn: string[] = []
  const drawing = createDrawing((work) => frames.push(work))
  return {
    drawn,
    frame: () => frames.shift()?.(),
    ask: (name: string, cost: number) => drawing.ask(cost, () => drawn.push(name)),
    get isAtRest() {
      return frames.length === 0
    },
  }
}

test('short messages are drawn at once, however many there are', () => {
  const { ask, drawn } = start()
  for (let at = 0; at < 300; at += 1) ask(String(at), FREE_COST)
  expect(drawn).toHaveLength(300)
})

test('a frame holds its share, and the newest come first in the next', () => {
  const { ask, drawn, frame } = start()
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) ask(name, FRAME_COST / 2)
  expect(drawn).toEqual(['a', 'b'])
  frame()
  expect(drawn).toEqual(['a', 'b', 'f', 'e'])
  frame()
  expect(drawn).toEqual(['a', 'b', 'f', 'e', 'd', 'c'])
})

test('what is dearer than a frame is drawn in one of its own', () => {
  const { ask, drawn, frame } = start()
  ask('dear', FRAME_COST * 3)
  ask('other', 20)
  expect(drawn).toEqual([])
  frame()
  expect(drawn).toEqual(['other', 'dear'])
})

test('what is withdrawn is not drawn, and then nothing more is asked of the window', () => {
  const all = start()
  all.ask('a', FRAME_COST)
  const withdraw = all.ask('b', FRAME_COST)
  withdraw()
  all.frame()
  expect(all.drawn).toEqual(['a'])
  all.frame()
  expect(all.isAtRest).toBe(true)
})
