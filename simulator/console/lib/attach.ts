import type { Attachment } from 'svelte/attachments'

/** Lets a video element play a stream, through the wished speaker where the browser can choose. */
export const plays =
  (stream: MediaStream | undefined, speaker = ''): Attachment<HTMLVideoElement> =>
  (video) => {
    video.srcObject = stream ?? null
    if (stream !== undefined) void video.play().catch(() => undefined)
    if ('setSinkId' in video) void video.setSinkId(speaker).catch(() => undefined)
    return () => {
      video.srcObject = null
    }
  }
