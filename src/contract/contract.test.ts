import { describe, expectTypeOf, it } from 'vitest'
import type { z } from 'zod'
import type { Bridge, contract, Handlers } from './contract.ts'
import type { Call, Given } from './define.ts'

/** Tells what is optional from what may be undefined. */
type Seen<A> = <T>() => T extends A ? 1 : 2
type Same<A, B> = Seen<A> extends Seen<B> ? true : false

type Contract = typeof contract

/** Calls whose function in the bridge or in main takes anything else than what passes the schema. */
type Strays = {
  [G in keyof Contract]: {
    [N in keyof Contract[G]]: Contract[G][N] extends Call<infer Input, unknown>
      ? Same<
          [InputOf<Bridge[G], N>, InputOf<Handlers[G], N>],
          [Given<Input>, Given<Input>]
        > extends true
        ? never
        : [G, N]
      : never
  }[keyof Contract[G]]
}[keyof Contract]

type InputOf<Members, N> = N extends keyof Members
  ? Members[N] extends (input: infer Input) => unknown
    ? Input
    : 'no call'
  : 'no call'

/** Calls whose schema takes one type and lets another through: the sender would see one, main the other. */
type Changers = {
  [G in keyof Contract]: {
    [N in keyof Contract[G]]: Contract[G][N] extends Call<infer Input, unknown>
      ? Same<z.input<Input>, z.output<Input>> extends true
        ? never
        : z.output<Input> extends void
          ? never
          : [G, N]
      : never
  }[keyof Contract[G]]
}[keyof Contract]

describe('the types of the contract', () => {
  it('accept exactly what the schemas accept, in the bridge and in main', () => {
    expectTypeOf<Strays>().toBeNever()
    expectTypeOf<Changers>().toBeNever()
  })

  it('omit an optional field, and never set it to undefined', () => {
    type Started = Parameters<Bridge['chat']['start']>[0]
    expectTypeOf<Started>().toEqualTypeOf<{
      readonly name: string
      readonly topic?: string
      readonly message: string
      readonly customer?: string
      readonly consent: boolean
    }>()
    expectTypeOf<Parameters<Handlers['callback']['printSlip']>[0]['rows']>().toEqualTypeOf<
      readonly { readonly label: string; readonly value: string }[]
    >()
    expectTypeOf<Parameters<Bridge['chat']['end']>[0]>().toBeVoid()
  })
})
