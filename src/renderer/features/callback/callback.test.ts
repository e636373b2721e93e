import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { CallbackView } from '../../../contract/callback.ts'
import { done, fail, type Outcome } from '../../../contract/outcome.ts'
import { FAKE_NOW } from '../../lib/fake-views.ts'
import { Callback } from './callback.svelte.ts'
import { openCallback, windowOf } from './fake-scenarios.ts'
import { Picker } from './picker.svelte.ts'
import { fakeZone } from '../../lib/fake-zones.ts'

let now = FAKE_NOW
let revision = 1
beforeEach(() => {
  now = FAKE_NOW
})

async function setUp(changes: Partial<CallbackView> = {}, answers: Outcome<void>[] = []) {
  const asked: unknown[] = []
  const answered: unknown[] = []
  const callback = new Callback({
    calls: {
      open: vi.fn(() => Promise.resolve(done)),
      request: (input) => {
        asked.push(input)
        return Promise.resolve(answers.shift() ?? done)
      },
      guard: (input) => {
        answered.push(input)
        return Promise.resolve(answers.shift() ?? done)
      },
      leave: () => Promise.resolve(done),
      saveCalendar: () => Promise.resolve(done),
      printSlip: () => Promise.resolve(done),
    },
    language: () => 'en',
    clock: () => now,
  })
  const take = (more: Partial<CallbackView> = {}): void => {
    revision += 1
    callback.take({ ...openCallback, ...changes, ...more, revision })
  }
  take()
  await callback.open({})
  return { callback, form: callback.form, asked, answered, take }
}

function fill({ form }: Pick<Awaited<ReturnType<typeof setUp>>, 'form'>): void {
  form.topic = '9'
  form.first = windowOf(0, 15)
  form.name = ' Jonas Weber '
  form.phone.type('0170 5550142', true)
  form.consent = true
}

describe('the answers', () => {
  test('nothing leaves before all is answered; each flaw has its field', async () => {
    const { callback, form, asked } = await setUp()
    expect(await callback.request()).toBe('topic')
    expect(form.flaws).toEqual({
      topic: 'topicMissing',
      first: 'firstMissing',
      number: 'numberMissing',
      name: 'nameMissing',
      consent: 'consentMissing',
    })
    expect(asked).toEqual([])
  })

  test('all answered: one request, trimmed, with the number in E.164', async () => {
    const world = await setUp()
    fill(world)
    world.form.second = windowOf(0, 18)
    expect(await world.callback.request()).toBeUndefined()
    expect(world.asked).toEqual([
      {
        topic: 9,
        first: windowOf(0, 15),
        second: windowOf(0, 18),
        name: 'Jonas Weber',
        number: '+491705550142',
        isNumberConfirmed: false,
        country: 'DE',
        comment: '',
        consent: true,
        knowingly: false,
      },
    ])
  })

  test.each([
    ['name', 'x'.repeat(81), 'nameTooLong'],
    ['name', '  ', 'nameMissing'],
    ['comment', 'é'.repeat(501), 'commentTooLong'],
  ] as const)('%s %#: refused', async (field, text, flaw) => {
    const world = await setUp()
    fill(world)
    world.form[field] = text
    expect(await world.callback.request()).toBe(field)
    expect(world.form.flaws).toEqual({ [field]: flaw })
  })

  test.each(['12', 'call me', '0170 55501429999999'])('%j is no number', async (text) => {
    const world = await setUp()
    fill(world)
    world.form.phone.text = text
    expect(await world.callback.request()).toBe('number')
  })

  test('a second time before the first is refused, and kept until the customer changes it', async () => {
    const world = await setUp()
    fill(world)
    world.form.second = windowOf(0, 16)
    world.form.first = windowOf(0, 18)
    expect(await world.callback.request()).toBe('second')
    expect(world.form.flaws).toEqual({ second: 'secondEarly' })
    expect(world.form.second).toEqual(windowOf(0, 16))
  })

  test('a time that passes while the customer types is refused, by main\u2019s clock', async () => {
    const world = await setUp()
    fill(world)
    now = FAKE_NOW + 2 * 3_600_000
    expect(await world.callback.request()).toBe('first')
    expect(world.form.flaws).toEqual({ first: 'firstGone' })
  })

  test('data from elsewhere is filled in without overwriting', async () => {
    const { form } = await setUp({ handover: { name: 'Ada', comment: 'It blinks' } })
    expect([form.name, form.comment, form.phone.country]).toEqual(['Ada', 'It blinks', 'DE'])
    form.name = 'Bea'
    form.prefill({ name: 'Ada' }, 'AT')
    expect([form.name, form.phone.country]).toEqual(['Bea', 'DE'])
  })

  test('one question after the other; a single topic is none', async () => {
    const { form } = await setUp()
    expect(form.questions).toEqual(['topic', 'when', 'number', 'who', 'check'])
    expect(form.next()).toBe(false)
    form.topic = '9'
    expect(form.next()).toBe(true)
    expect(form.question).toBe('when')
    expect(form.back()).toBe(true)
    expect(form.back()).toBe(false)
    const single = await setUp({ topics: openCallback.topics.slice(0, 1) })
    expect(single.form.questions).toEqual(['when', 'number', 'who', 'check'])
    expect(single.form.chosenTopic?.key).toBe(9)
  })
})

describe('Enter in a field', () => {
  const all = ['topic', 'when', 'number', 'who', 'check'] as const

  test('the customer is led to what is open, and told of nothing that was not reached', async () => {
    const { form } = await setUp()
    form.topic = '9'
    expect(form.onward('topic', all)).toBe('first')
    form.first = windowOf(0, 15)
    expect(form.onward('first', all)).toBe('number')
    form.phone.type('0170 5550142', true)
    form.name = 'Jonas'
    expect(form.onward('number', all)).toBe('consent')
    expect(form.flaws).toEqual({})
    form.consent = true
    expect(form.onward('comment', all)).toBeUndefined()
  })

  test('customer stays in a field that is empty or wrong, and is told why', async () => {
    const { form } = await setUp()
    expect(form.onward('name', all)).toBe('name')
    form.phone.type('12', true)
    expect(form.onward('number', ['number'])).toBe('number')
    expect(form.flaws).toEqual({ name: 'nameMissing', number: 'numberRefused' })
  })

  test('customer leaves a field: wrong is said at once, missing is not', async () => {
    const { form } = await setUp()
    form.leave('name')
    form.phone.type('12', true)
    form.leave('number')
    expect(form.flaws).toEqual({ number: 'numberRefused' })
  })
})

describe('the number', () => {
  test('is formatted while it grows at its end; a plus chooses the country', async () => {
    const { form } = await setUp()
    form.phone.type('01705550142', true)
    expect(form.phone.text).toBe('0170 5550142')
    form.phone.type('0170 5550142', false)
    expect(form.phone.number?.written).toBe('+49 170 5550142')
    expect(form.phone.countryName).toBe('Germany')
    form.phone.type('+442079460958', true)
    expect(form.phone.country).toBe('GB')
  })
})

describe('answers from main', () => {
  test('a field at fault is shown at its question, nothing typed is lost', async () => {
    const world = await setUp({}, [fail('invalid-input', 'first.start')])
    fill(world)
    world.form.step = 4
    expect(await world.callback.request()).toBe('first')
    expect(world.form.question).toBe('when')
    expect(world.form.name).toBe(' Jonas Weber ')
  })

  test('a queue that vanished is asked for again', async () => {
    const world = await setUp({}, [fail('not-found', 'topic')])
    fill(world)
    expect(await world.callback.request()).toBe('topic')
    expect(world.form.flaws).toEqual({ topic: 'topicGone' })
    world.take({ topics: openCallback.topics.slice(1), phase: 'failed', availability: 'checking' })
    expect(world.callback.stage).toBe('form')
  })

  test('the same again asks first, and is then sent knowingly', async () => {
    const world = await setUp({}, [fail('repeated'), done])
    fill(world)
    await world.callback.request()
    expect(world.callback.isAsking).toBe(true)
    await world.callback.request(true)
    expect(world.callback.isAsking).toBe(false)
    expect(world.asked).toHaveLength(2)
    expect(world.asked[1]).toMatchObject({ knowingly: true })
  })

  test('pressed twice it is sent once', async () => {
    const world = await setUp()
    fill(world)
    await Promise.all([world.callback.request(), world.callback.request()])
    expect(world.asked).toHaveLength(1)
  })

  test('an unclear outcome stays until it is known: trouble with the second is no answer to the first', async () => {
    const world = await setUp({}, [fail('unknown-outcome'), fail('unreachable')])
    const { callback } = world
    fill(world)
    await callback.request()
    world.take({ phase: 'unclear' })
    expect(callback.stage).toBe('unclear')
    await callback.request(true)
    world.take({ phase: 'failed' })
    expect(callback.stage).toBe('unclear')
    expect(callback.problem).toBe('unreachable')
    // Meanwhile the time has passed: it must be changed, and the form comes back for that.
    now = FAKE_NOW + 2 * 3_600_000
    expect(await callback.request(true)).toBe('first')
    expect(callback.stage).toBe('form')
    expect(world.asked).toHaveLength(2)
  })

  test.each([
    ['checking', 'checking'],
    ['disabled', 'unavailable'],
    ['empty', 'unavailable'],
    ['not-licensed', 'unavailable'],
    ['unreachable', 'unavailable'],
    ['trouble', 'unavailable'],
  ] as const)('availability %s: %s', async (availability, stage) => {
    const { callback } = await setUp({ availability, topics: [] })
    expect(callback.stage).toBe(stage)
  })
})

describe('the picker', () => {
  async function setUpPicker() {
    const world = await setUp()
    const picker = new Picker({
      form: () => world.form,
      days: () => world.callback.view?.days ?? [],
      zone: () => fakeZone('Europe/Berlin'),
      now: () => world.callback.now,
    })
    return { ...world, picker }
  }

  test('begins with the first day that is open, and turns its pages', async () => {
    const { picker } = await setUpPicker()
    expect(picker.date).toBe('2026-11-24')
    expect(picker.page?.days).toHaveLength(7)
    expect(picker.page).toMatchObject({ earlier: undefined, later: '2026-12-01' })
    picker.turn(1)
    expect(picker.page?.days).toHaveLength(7)
    expect(picker.page).toMatchObject({ earlier: '2026-11-24', later: undefined })
    // The times shown are those of a day in sight.
    expect(picker.date).toBe('2026-12-01')
    picker.turn(1)
    expect(picker.page?.days[0]?.date).toBe('2026-12-01')
  })

  test('the second time comes after the first, and only then', async () => {
    const { picker, form } = await setUpPicker()
    picker.go('second')
    expect(picker.place).toBe('first')
    picker.choose(windowOf(0, 18))
    picker.go('second')
    expect(picker.place).toBe('second')
    expect(form.canChoose(windowOf(0, 17), 'second')).toBe(false)
    expect(form.canChoose(windowOf(0, 18), 'second')).toBe(false)
    // The first is in sight too; what comes before it is not.
    expect(picker.windows.length).toBeGreaterThan(2)
    expect(picker.parts.flatMap(({ windows }) => windows.map(({ start }) => start))).toEqual([
      windowOf(0, 18).start,
      windowOf(0, 19).start,
    ])
    picker.choose(windowOf(0, 19))
    expect(picker.placeOf(windowOf(0, 19))).toBe('second')
    picker.drop()
    expect([form.second, picker.place]).toEqual([undefined, 'first'])
  })

  test('after the last time of a day the second is looked for on the next', async () => {
    const { picker } = await setUpPicker()
    picker.choose(windowOf(0, 19))
    picker.go('second')
    expect(picker.date).toBe('2026-11-25')
  })

  test('windows are grouped by the part of the day; what is over is one span', async () => {
    const { picker } = await setUpPicker()
    expect(picker.parts.map(({ part, windows }) => [part, windows.length])).toEqual([
      ['afternoon', 2],
      ['evening', 3],
    ])
    expect(picker.passed).toEqual({ start: windowOf(0, 9).start, end: windowOf(0, 14).end })
    picker.look('2026-11-25')
    expect(picker.passed).toBeUndefined()
    expect(picker.parts.map(({ part }) => part)).toEqual(['morning', 'afternoon', 'evening'])
  })
})

describe('the guard\u2019s question', () => {
  const guard = {
    id: 'g1',
    found: ['card'],
    masked: 'card \u2022\u2022 1111',
    name: 'Jonas',
    comment: 'card \u2022\u2022 1111',
  } as const

  test('what is hidden is hidden in the form as well', async () => {
    const { callback, form, answered, take } = await setUp()
    form.comment = 'card 4111 1111 1111 1111'
    take({ guard })
    await callback.answerGuard('mask')
    expect(answered).toEqual([{ id: 'g1', choice: 'mask' }])
    expect(form.comment).toBe(guard.comment)
  })

  test('an answer that nobody asked for goes nowhere; to change it leads back to the field', async () => {
    const { callback, form, answered, take } = await setUp()
    await callback.answerGuard('send')
    expect(answered).toEqual([])
    take({ guard })
    form.comment = 'card 4111 1111 1111 1111'
    await callback.answerGuard('edit')
    expect(form.question).toBe('who')
    expect(form.comment).toBe('card 4111 1111 1111 1111')
  })

  test('main\u2019s refusal of an answered request is told like any other', async () => {
    const { callback, take } = await setUp({}, [fail('unknown-outcome')])
    take({ guard })
    await callback.answerGuard('send')
    expect(callback.stage).toBe('unclear')
  })
})
