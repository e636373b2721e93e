import type { Outcome } from './outcome.ts'

/** A view is one complete snapshot; a higher `revision` is newer. */
export interface View {
  readonly revision: number
}

declare const types: unique symbol

/** Goes up: the renderer asks, main answers with an `Outcome`. */
export interface Call<In, Out> {
  readonly kind: 'call'
  readonly [types]?: (input: In) => Out
}

/** Comes down: main publishes complete views, the renderer reads and listens. */
export interface Feed<V extends View> {
  readonly kind: 'feed'
  readonly [types]?: () => V
}

export function call<In = void, Out = void>(): Call<In, Out> {
  return { kind: 'call' }
}

export function feed<V extends View>(): Feed<V> {
  return { kind: 'feed' }
}

export type Shape = Readonly<
  Record<string, Readonly<Record<string, Call<never, unknown> | Feed<View>>>>
>

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
    readonly [N in keyof C[G]]: C[G][N] extends Call<infer In, infer Out>
      ? (input: In) => Promise<Outcome<Out>>
      : C[G][N] extends Feed<infer V>
        ? FeedReader<V>
        : never
  }
}

type CallNames<C, G extends keyof C> = {
  [N in keyof C[G]]: C[G][N] extends Call<never, unknown> ? N : never
}[keyof C[G]]

type FeedNames<C, G extends keyof C> = {
  [N in keyof C[G]]: C[G][N] extends Feed<View> ? N : never
}[keyof C[G]]

/** What main must hold for the calls: one handler each, no more and no fewer. */
export type HandlersOf<C> = {
  readonly [G in keyof C]: {
    readonly [N in CallNames<C, G>]: C[G][N] extends Call<infer In, infer Out>
      ? (input: In) => Promise<Outcome<Out>> | Outcome<Out>
      : never
  }
}

/** A parser for each call's input: whatever comes over the bridge is `unknown` until it passed. */
export type InputsOf<C> = {
  readonly [G in keyof C]: {
    readonly [N in CallNames<C, G>]: C[G][N] extends Call<infer In, unknown> ? Parser<In> : never
  }
}

export interface Parser<In> {
  safeParse(
    input: unknown,
  ):
    | { readonly success: true; readonly data: In }
    | { readonly success: false; readonly error: { readonly issues: readonly ParserIssue[] } }
}

export interface ParserIssue {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/** A source for each feed. */
export type SourcesOf<C> = {
  readonly [G in keyof C]: {
    readonly [N in FeedNames<C, G>]: C[G][N] extends Feed<infer V> ? Source<V> : never
  }
}

export interface Source<V extends View> {
  readonly view: V
  subscribe(listener: (view: V) => void): Off
}
