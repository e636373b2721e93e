import { z } from 'zod'
import type { Outcome } from './outcome.ts'

/** A view is one complete snapshot; a higher `revision` is newer. */
export interface View {
  readonly revision: number
}

declare const types: unique symbol

/** Goes up: the renderer asks, main parses the input and answers with an `Outcome`. */
export interface Call<Input extends z.ZodType, Out> {
  readonly kind: 'call'
  readonly input: Input
  readonly answer: Answer<Out>
}

/** Comes down: main publishes complete views, the renderer reads and listens. */
export interface Feed<V extends View> {
  readonly kind: 'feed'
  readonly [types]?: () => V
}

/** What a call answers where it succeeds; a type only, since main's word is trusted. */
export interface Answer<Out> {
  readonly isEmpty: boolean
  readonly [types]?: () => Out
}

/** The input of a call that takes none; Electron's ipc makes null of it here and there. */
export const nothing = z
  .undefined()
  .or(z.null())
  .transform((): void => undefined)

const noAnswer: Answer<void> = { isEmpty: true }

export function answer<Out>(): Answer<Out> {
  return { isEmpty: false }
}

/** `call(input, answer<Value>())`; both may be left out where there is none. */
export function call(): Call<typeof nothing, void>
export function call<Input extends z.ZodType>(input: Input): Call<Input, void>
export function call<Input extends z.ZodType, Out>(
  input: Input,
  answer: Answer<Out>,
): Call<Input, Out>
export function call(
  input: z.ZodType = nothing,
  given: Answer<unknown> = noAnswer,
): Call<z.ZodType, unknown> {
  return { kind: 'call', input, answer: given }
}

export function feed<V extends View>(): Feed<V> {
  return { kind: 'feed' }
}

export type Shape = Readonly<
  Record<string, Readonly<Record<string, Call<z.ZodType, unknown> | Feed<View>>>>
>

/** Which calls and feeds there are, without their schemas: all that a preload needs. */
export type Names = Readonly<Record<string, Readonly<Record<string, 'call' | 'feed'>>>>

export function namesOf(shape: Shape): Names {
  return Object.fromEntries(
    Object.entries(shape).map(([group, members]) => [
      group,
      Object.fromEntries(Object.entries(members).map(([member, { kind }]) => [member, kind])),
    ]),
  )
}

/** Every call by its full name, such as `chat.send`. */
export function callsOf(shape: Shape): ReadonlyMap<string, Call<z.ZodType, unknown>> {
  const calls = new Map<string, Call<z.ZodType, unknown>>()
  for (const [group, members] of Object.entries(shape)) {
    for (const [member, made] of Object.entries(members)) {
      if (made.kind === 'call') calls.set(`${group}.${member}`, made)
    }
  }
  return calls
}

/** A parser for each call's input, by the call's full name: what comes over the bridge is `unknown` until it passed. */
export type Parsers = ReadonlyMap<string, z.ZodType>

export function parsersOf(shape: Shape): Parsers {
  return new Map([...callsOf(shape)].map(([name, { input }]) => [name, input]))
}

/** What passes a schema, to be read only. */
export type Given<Schema extends z.ZodType> = Fixed<z.output<Schema>>

type Fixed<T> = { readonly [K in keyof T]: Fixed<T[K]> }

export type Off = () => void

export interface FeedReader<V extends View> {
  /** The newest view. */
  read(): Promise<V>
  /** Called with each later view; answers the function that ends it. */
  on(listener: (view: V) => void): Off
}

/** What the renderer holds: one function for each call, one reader for each feed. */
export type BridgeOf<C> = {
  readonly [G in keyof C]: {
    readonly [N in keyof C[G]]: C[G][N] extends Call<infer Input, infer Out>
      ? (input: Given<Input>) => Promise<Outcome<Out>>
      : C[G][N] extends Feed<infer V>
        ? FeedReader<V>
        : never
  }
}

type CallNames<Members> = {
  [N in keyof Members]: Members[N] extends { readonly kind: 'call' } ? N : never
}[keyof Members]

type FeedNames<Members> = Exclude<keyof Members, CallNames<Members>>

/** What main must hold for the calls: one handler each, no more and no fewer. */
export type HandlersOf<C> = {
  readonly [G in keyof C]: {
    readonly [N in CallNames<C[G]>]: C[G][N] extends Call<infer Input, infer Out>
      ? (input: Given<Input>) => Promise<Outcome<Out>> | Outcome<Out>
      : never
  }
}

/** A source for each feed. */
export type SourcesOf<C> = {
  readonly [G in keyof C]: {
    readonly [N in FeedNames<C[G]>]: C[G][N] extends Feed<infer V> ? Source<V> : never
  }
}

export interface Source<V extends View> {
  readonly view: V
  subscribe(listener: (view: V) => void): Off
}
