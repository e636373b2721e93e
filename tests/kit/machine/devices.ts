import { chmodSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

/**
 * A fake camera and microphone, but real permissions: no `--use-fake-ui-for-media-stream`. Few pictures a second:
 * each is coded and drawn without a graphics processor, several times over.
 */
export function fakeDevices({ cameras = 1, pictures = 12 } = {}): string {
  return `--use-fake-device-for-media-stream=device-count=${cameras},fps=${pictures}`
}

/** Where whoever runs the browser can read it; each user has one, since nobody may replace another's. */
const film = join(tmpdir(), `callpoint-camera-${String(userInfo().uid)}.y4m`)

/** The same with a camera whose pictures are small: coding those of the other takes a fifth of a call's test. */
export const smallCamera: readonly string[] = [
  fakeDevices(),
  `--use-file-for-fake-video-capture=${film}`,
]

const [WIDTH, HEIGHT, PICTURES] = [320, 180, 24] as const

/** Makes the film of the small camera, a bar that wanders over a ground that changes its colour: once for each run. */
export function makeFilm(): void {
  const parts = [Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F12:1 Ip A1:1 C420jpeg\n`)]
  const quarter = (WIDTH * HEIGHT) / 4
  for (let picture = 0; picture < PICTURES; picture += 1) {
    const row = Buffer.alloc(WIDTH, 60).fill(200, picture * 12, picture * 12 + 30)
    parts.push(Buffer.from('FRAME\n'), ...Array.from({ length: HEIGHT }, () => row))
    parts.push(Buffer.alloc(quarter, 100 + picture * 4), Buffer.alloc(quarter, 150))
  }
  const draft = `${film}.${String(process.pid)}`
  writeFileSync(draft, Buffer.concat(parts))
  chmodSync(draft, 0o644)
  renameSync(draft, film)
}
