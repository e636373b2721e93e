import { z } from 'zod'
import type { CallGrant, CallView, ScreenSource } from './call.ts'
import type { CallbackView } from './callback.ts'
import type { ChatView, HistoryPage } from './chat.ts'
import {
  answer,
  call,
  feed,
  nothing,
  type BridgeOf,
  type HandlersOf,
  type SourcesOf,
  type View,
} from './define.ts'
import type { DesktopView } from './desktop.ts'
import {
  askCall,
  callbackHandover,
  callPhase,
  comfort,
  deviceChoice,
  giveNumber,
  guardAnswer,
  id,
  line,
  paperSlip,
  rect,
  requestCallback,
  seenDevices,
  staffAction,
  startChat,
  text,
  transcriptWords,
} from './inputs.ts'
import type { Piece } from './pieces.ts'
import type { ChannelsView, SettingsView } from './settings.ts'
import type { StaffView } from './staff.ts'
import type { VisitView } from './visit.ts'

/**
 * Every call and feed between renderer and main, each in one line. A call is the schema of its input
 * and the type of its answer; the types of both sides, main's parsers, the fake bridge and the bridge
 * campaign derive from it. A new call costs a line here and its handler, which the compiler asks for.
 * At run time only main and tests import this file: the build hands the preload the names.
 */
export const contract = {
  app: {
    /** The first screen is drawn and can be used. */
    ready: call(),
    /** The answer to a beat of `pulse`: the page hangs where none comes. */
    alive: call(z.strictObject({ beat: z.int().min(1) })),
    /** A fault in the renderer, for the log. */
    fault: call(z.strictObject({ message: text, stack: text.exactOptional() })),
    settings: feed<SettingsView>(),
    channels: feed<ChannelsView>(),
    /** Each revision asks the page whether it still answers. */
    pulse: feed<View>(),
  },
  visit: {
    /** The customer touched, typed or moved: throttled by the renderer to once a second. */
    touch: call(),
    /** `I’m still here`. */
    stay: call(),
    /** The customer is done: wipe everything. */
    end: call(),
    language: call(z.strictObject({ language: line(35) })),
    comfort: call(comfort),
    view: feed<VisitView>(),
  },
  chat: {
    start: call(startChat),
    send: call(z.strictObject({ text })),
    /** The draft as it stands; main derives the typing notices from it (R42, R43). */
    draft: call(z.strictObject({ text })),
    retry: call(z.strictObject({ id })),
    discard: call(z.strictObject({ id })),
    guard: call(guardAnswer),
    end: call(),
    /** Leave the ended or failed chat. */
    leave: call(),
    history: call(
      z.strictObject({ before: id, count: z.int().min(1).max(500) }),
      answer<HistoryPage>(),
    ),
    /** A piece of a long message, from 0: what follows the entry's `body`. */
    piece: call(z.strictObject({ id, at: z.int().min(0).max(10_000) }), answer<Piece>()),
    callMe: call(giveNumber),
    declineCallMe: call(),
    /** The customer closed the page beside the chat, or opened one from the transcript. */
    showPage: call(z.strictObject({ entryId: id.nullable() })),
    /** Where the page leaves room for the safe viewer; null while there is none, or it is covered. */
    viewerBounds: call(rect.nullable()),
    /** The ended chat on paper: at once on a kiosk, by the system's dialog on a desktop. */
    printTranscript: call(transcriptWords),
    /** The ended chat as a PDF file, on a desktop. */
    saveTranscript: call(transcriptWords),
    view: feed<ChatView>(),
  },
  callback: {
    /** The screen opens: topics and days are asked for anew; what was typed elsewhere comes along. */
    open: call(callbackHandover),
    request: call(requestCallback),
    guard: call(guardAnswer),
    /** The screen closes. */
    leave: call(),
    /** Saves the slip's calendar file, on a desktop. */
    saveCalendar: call(),
    /** The slip on paper: at once on a kiosk, by the system's dialog on a desktop. */
    printSlip: call(paperSlip),
    view: feed<CallbackView>(),
  },
  call: {
    /** What one call to this destination needs. */
    grant: call(askCall, answer<CallGrant>()),
    report: call(z.strictObject({ phase: callPhase })),
    devices: call(deviceChoice),
    /** The sources the picker may show. */
    screens: call(nothing, answer<readonly ScreenSource[]>()),
    /** The customer's choice, taken by the next request for the screen; null declines. */
    pickScreen: call(z.strictObject({ id: line(200).nullable() })),
    view: feed<CallView>(),
  },
  desktop: {
    /** The link of this number was followed. */
    followed: call(z.strictObject({ number: z.int().min(0) })),
    view: feed<DesktopView>(),
  },
  staff: {
    /** The hidden gesture: asks for the code, or opens at once where none is needed. */
    ask: call(),
    open: call(z.strictObject({ pin: line(20) })),
    close: call(),
    /** Looks at everything anew. */
    check: call(z.strictObject({ devices: seenDevices.nullable() })),
    act: call(z.strictObject({ action: staffAction })),
    view: feed<StaffView>(),
  },
}

export type Bridge = BridgeOf<typeof contract>
export type Handlers = HandlersOf<typeof contract>
export type Sources = SourcesOf<typeof contract>
