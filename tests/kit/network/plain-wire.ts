import { subscribe } from 'node:diagnostics_channel'
import { ClientRequest } from 'node:http'

/**
 * From now on Playwright and the app exchange their messages as they are. To pack and unpack them, on a wire that never
 * leaves the machine, took about a twentieth of a test.
 */
export function keepWirePlain(): void {
  subscribe('http.client.request.created', (told) => {
    const request: unknown = Reflect.get(Object(told), 'request')
    if (!(request instanceof ClientRequest) || !request.path.startsWith('/devtools/')) return
    request.removeHeader('sec-websocket-extensions')
  })
}
