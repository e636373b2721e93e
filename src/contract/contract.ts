import type { AskCall, CallGrant, CallPhase, CallView, DeviceChoice, ScreenSource } from './call.ts'
import type { CallbackHandover, CallbackView, PaperSlip, RequestCallback } from './callback.ts'
import type { ChatView, HistoryPage, Rect, StartChat, TranscriptWords } from './chat.ts'
import {
  call,
  feed,
  type BridgeOf,
  type HandlersOf,
  type InputsOf,
  type SourcesOf,
  type View,
} from './define.ts'
import type { DesktopView } from './desktop.ts'
import type { ChannelsView, SettingsView } from './settings.ts'
import type { SeenDevices, StaffAction, StaffView } from './staff.ts'
import type { Comfort, VisitView } from './visit.ts'

/**
 * Every call and feed between renderer and main. It is a value, since a sandboxed preload needs
 * the names at run time; all types are inferred from it. A new call costs two edits: here, and its
 * handler in `src/main/app/handlers.ts` with its schema in `inputs.ts` (the compiler names both).
 */
export const contract = {
  app: {
    /** The first screen is drawn and can be used. */
    ready: call(),
    /** The answer to a beat of `pulse`: the page hangs where none comes. */
    alive: call<{ readonly beat: number }>(),
    /** A fault in the renderer, for the log. */
    fault: call<{ readonly message: string; readonly stack?: string }>(),
    settings: feed<SettingsView>(),
    channels: feed<ChannelsView>(),
    /** Each revision asks the page whether it still answers. */
    pulse: feed<View>(),
  },
  visit: {
    /** The customer touched, typed or moved: throttled by the renderer to once a second. */
    touch: call(),
    /** `I'm still here`. */
    stay: call(),
    /** The customer is done: wipe everything. */
    end: call(),
    language: call<{ readonly language: string }>(),
    comfort: call<Comfort>(),
    view: feed<VisitView>(),
  },
  chat: {
    start: call<StartChat>(),
    send: call<{ readonly text: string }>(),
    /** The draft as it stands; main derives the typing notices from it (R42, R43). */
    draft: call<{ readonly text: string }>(),
    retry: call<{ readonly id: string }>(),
    discard: call<{ readonly id: string }>(),
    guard: call<{ readonly id: string; readonly choice: 'send' | 'mask' | 'edit' }>(),
    end: call(),
    /** Leave the ended or failed chat. */
    leave: call(),
    history: call<{ readonly before: string; readonly count: number }, HistoryPage>(),
    callMe: call<{ readonly number: string; readonly country: string }>(),
    declineCallMe: call(),
    /** The customer closed the page beside the chat, or opened one from the transcript. */
    showPage: call<{ readonly entryId: string | null }>(),
    /** Where the page leaves room for the safe viewer; null while there is none, or it is covered. */
    viewerBounds: call<Rect | null>(),
    /** The ended chat on paper: at once on a kiosk, by the system's dialog on a desktop. */
    printTranscript: call<TranscriptWords>(),
    /** The ended chat as a PDF file, on a desktop. */
    saveTranscript: call<TranscriptWords>(),
    view: feed<ChatView>(),
  },
  callback: {
    /** The screen opens: topics and days are asked for anew; what was typed elsewhere comes along. */
    open: call<CallbackHandover>(),
    request: call<RequestCallback>(),
    guard: call<{ readonly id: string; readonly choice: 'send' | 'mask' | 'edit' }>(),
    /** The screen closes. */
    leave: call(),
    /** Saves the slip's calendar file, on a desktop. */
    saveCalendar: call(),
    /** The slip on paper: at once on a kiosk, by the system's dialog on a desktop. */
    printSlip: call<PaperSlip>(),
    view: feed<CallbackView>(),
  },
  call: {
    /** What one call to this destination needs. */
    grant: call<AskCall, CallGrant>(),
    report: call<{ readonly phase: CallPhase }>(),
    devices: call<DeviceChoice>(),
    /** The sources the picker may show. */
    screens: call<void, readonly ScreenSource[]>(),
    /** The customer's choice, taken by the next request for the screen; null declines. */
    pickScreen: call<{ readonly id: string | null }>(),
    view: feed<CallView>(),
  },
  desktop: {
    /** The link of this number was followed. */
    followed: call<{ readonly number: number }>(),
    view: feed<DesktopView>(),
  },
  staff: {
    /** The hidden gesture: asks for the code, or opens at once where none is needed. */
    ask: call(),
    open: call<{ readonly pin: string }>(),
    close: call(),
    /** Looks at everything anew. */
    check: call<{ readonly devices: SeenDevices | null }>(),
    act: call<{ readonly action: StaffAction }>(),
    view: feed<StaffView>(),
  },
}

export type Bridge = BridgeOf<typeof contract>
export type Handlers = HandlersOf<typeof contract>
export type Inputs = InputsOf<typeof contract>
export type Sources = SourcesOf<typeof contract>
