# Windows Enterprise, Education or IoT: Callpoint takes the place of the desktop for the local user `kiosk`.
# Run once as administrator; `-Remove` takes it back. docs/kiosk.md
param([string]$User = 'kiosk', [string]$App = 'C:\Program Files\Callpoint\callpoint.exe', [switch]$Remove)
$ErrorActionPreference = 'Stop'
$feature = Get-WindowsOptionalFeature -Online -FeatureName Client-EmbeddedShellLauncher
if ($feature.State -ne 'Enabled') {
  Enable-WindowsOptionalFeature -Online -FeatureName Client-EmbeddedShellLauncher -All -NoRestart
  Write-Output 'Shell Launcher is switched on: restart, then run this once more.'
  exit 3010
}
$launcher = [wmiclass]'\\localhost\root\standardcimv2\embedded:WESL_UserSetting'
$account = New-Object System.Security.Principal.NTAccount($User)
$sid = $account.Translate([System.Security.Principal.SecurityIdentifier]).Value
if ($Remove) {
  $launcher.RemoveCustomShell($sid)
  $launcher.SetEnabled($false)
  exit 0
}
# 0: start the shell again when it ends. Everybody else keeps the desktop.
$launcher.SetDefaultShell('explorer.exe', 0)
$launcher.SetCustomShell($sid, "`"$App`" --kiosk", ($null), ($null), 0)
$launcher.SetEnabled($true)
