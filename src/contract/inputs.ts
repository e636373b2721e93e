import { z } from 'zod'

/*
 * Schemas of what the renderer sends: what passes one is what the handler's type says, since the
 * types are inferred from them. Only `contract.ts` imports this file at run time. A field that may
 * be left out is `.exactOptional()`: absent, never there as `undefined`.
 */

/** Longest text a message of the bridge may hold; the policy's own limits are checked by the services. */
const LONGEST = 20_000

export const line = (most: number) => z.string().max(most)
export const text = z.string().max(LONGEST)
export const id = z.string().min(1).max(100)
/** ISO 3166-1 alpha-2. */
export const country = z.string().regex(/^[A-Z]{2}$/)
/** The customer has seen the number read back and said that it is right: asked where no numbering plan knows it. */
const isConfirmed = z.boolean().exactOptional()
/** Epoch milliseconds. */
const instant = z.int().min(0).max(8.64e15)
const pixels = z.number().min(-100_000).max(100_000)
const deviceCount = z.int().min(0).max(100)

export const comfort = z.strictObject({
  theme: z.enum(['default', 'light', 'dark', 'contrast']),
  textZoom: z.number().min(1).max(1.4),
  /** Controls moved into the lower part of a portrait screen. */
  reach: z.boolean(),
})

export const startChat = z.strictObject({
  name: line(1000),
  /** Key of a topic of the policy. */
  topic: line(200).exactOptional(),
  /** The first message: the session's caption (R22). */
  message: text,
  /** E-mail address or customer number, where the policy asks for one. */
  customer: line(400).exactOptional(),
  consent: z.boolean(),
})

export const guardAnswer = z.strictObject({ id, choice: z.enum(['send', 'mask', 'edit']) })

/** A rectangle of the window, in CSS pixels. */
export const rect = z.strictObject({ x: pixels, y: pixels, width: pixels, height: pixels })

export const transcriptWords = z.strictObject({
  /** BCP 47 tag of the words. */
  language: line(35),
  title: line(400),
  you: line(100),
  /** Names whoever has no name. */
  service: line(200),
  /** In which zone the times are: paper travels. */
  times: line(400),
  undelivered: line(400),
  page: line(400),
  pageUnnamed: line(400),
  joined: line(400),
  joinedUnnamed: line(400),
  left: line(400),
  leftUnnamed: line(400),
  requeued: line(400),
  customerLeft: line(400),
  redirected: line(400),
  /** Says that a message is longer than what is printed. */
  cut: line(400),
  /** Stands for a picture that says nothing of itself. */
  picture: line(100),
  /** Stands behind the words of a link that the policy refuses. */
  leftOut: line(200),
  /** The same where they name another site; the host that it leads to follows. */
  elsewhere: line(200),
})

/** Whole minutes. */
export const callbackWindow = z.strictObject({ start: instant, end: instant })

export const callbackHandover = z.strictObject({
  name: line(1000).exactOptional(),
  number: line(100).exactOptional(),
  comment: text.exactOptional(),
})

export const requestCallback = z.strictObject({
  topic: z.int(),
  first: callbackWindow,
  second: callbackWindow.exactOptional(),
  name: line(1000),
  number: line(100),
  /** The country chosen beside the number. */
  country,
  isNumberConfirmed: isConfirmed,
  comment: text,
  consent: z.boolean(),
  /** True when the customer knows that a request like this may be there already. */
  knowingly: z.boolean(),
})

export const paperSlip = z.strictObject({
  /** BCP 47. */
  language: line(35),
  title: line(400),
  rows: z.array(z.strictObject({ label: line(400), value: text })).max(10),
  /** What the codes are for. */
  code: line(400),
  /** What stands under each code, where there are two: its time. */
  captions: z.array(line(400)).max(2),
})

/** A number for an agent to call. */
export const giveNumber = z.strictObject({
  number: line(100),
  country,
  isNumberConfirmed: isConfirmed,
})

export const askCall = z.strictObject({
  destinationKey: line(80),
  /** R210; empty where the policy does not ask for one. */
  customerNumber: line(100),
  isNumberConfirmed: isConfirmed,
  customerName: line(200).exactOptional(),
  /** No new call: the page of an earlier one is gone, and its other side is still to be told. */
  isGoodbye: z.boolean().exactOptional(),
})

export const callPhase = z.enum(['idle', 'preparing', 'ringing', 'talking', 'ended'])

export const deviceChoice = z.strictObject({
  audioInput: line(300).exactOptional(),
  audioOutput: line(300).exactOptional(),
  videoInput: line(300).exactOptional(),
})

export const seenDevices = z.strictObject({
  /** How many of each. */
  cameras: deviceCount,
  microphones: deviceCount,
  speakers: deviceCount,
})

export const staffAction = z.enum(['print', 'save', 'copy', 'restart', 'leave'])
