import { expect, test, vi } from 'vitest'
import Chat from './features/chat/Chat.svelte'
import { isUnderWay, Navigation } from './navigation.svelte.ts'

const screen = { default: Chat }

test('opens a screen when its code has loaded, and returns home', async () => {
  const load = vi.fn(() => Promise.resolve(screen))
  const navigation = new Navigation(() => undefined, { chat: load })
  expect([navigation.has('chat'), navigation.has('call')]).toEqual([true, false])
  const opening = navigation.open('chat')
  void navigation.open('chat')
  expect(navigation.opening).toBe('chat')
  await opening
  expect(load).toHaveBeenCalledTimes(1)
  expect(navigation.place).toEqual({ channel: 'chat', screen: Chat })
  navigation.home()
  expect(navigation.place.channel).toBe('home')
})

test('a channel without a screen changes nothing', async () => {
  const navigation = new Navigation(() => undefined, {})
  await navigation.open('call')
  expect(navigation.place.channel).toBe('home')
})

test('when the visit ends while the code is on its way, it stays at home', async () => {
  let arrive: (value: typeof screen) => void = () => undefined
  const navigation = new Navigation(() => undefined, {
    chat: () => new Promise((resolve) => (arrive = resolve)),
  })
  const opening = navigation.open('chat')
  navigation.home()
  arrive(screen)
  await opening
  expect(navigation.place.channel).toBe('home')
})

test('reports code that fails to load, with a retry', async () => {
  const onfault = vi.fn()
  const load = vi.fn().mockRejectedValueOnce(new Error('gone')).mockResolvedValueOnce(screen)
  const navigation = new Navigation(onfault, { chat: load })
  await navigation.open('chat')
  expect(onfault).toHaveBeenCalledWith(new Error('gone'))
  expect(navigation.opening).toBeUndefined()
  await navigation.open('chat')
  expect(navigation.place.channel).toBe('chat')
})

test('a chat that is under way belongs on the screen', () => {
  expect(isUnderWay('talking')).toBe(true)
  expect(isUnderWay('ended')).toBe(true)
  expect(isUnderWay('idle')).toBe(false)
})
