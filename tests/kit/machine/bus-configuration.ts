import { join } from 'node:path'

/**
 * Configuration of a session bus for one user, whose socket is `folder/bus`, without the services of
 * the desktop, which would start programs of their own. `eavesdrop`: whether a monitor may listen. `services`: a
 * folder of services that it starts when they are asked.
 */
export function busConfiguration(folder: string, eavesdrop = false, services?: string): string {
  return `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${join(folder, 'bus')}</listen>
  <auth>EXTERNAL</auth>${services === undefined ? '' : `\n  <servicedir>${services}</servicedir>`}
  <policy context="default">
    <allow send_destination="*" eavesdrop="${String(eavesdrop)}"/>
    <allow eavesdrop="${String(eavesdrop)}"/>
    <allow own="*"/>
  </policy>
</busconfig>
`
}
