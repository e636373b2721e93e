/**
 * A fake camera and microphone, but real permissions: no `--use-fake-ui-for-media-stream`. Few pictures a second:
 * each is coded and drawn without a graphics processor, several times over.
 */
export function fakeDevices({ cameras = 1, pictures = 12 } = {}): string {
  return `--use-fake-device-for-media-stream=device-count=${cameras},fps=${pictures}`
}
