import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { app, dialog } from 'electron'

/** Asks where to, and writes text (UTF-8) or bytes there. Answers whether it was saved. Desktop mode only. */
export async function saveFile(name: string, content: string | Uint8Array): Promise<boolean> {
  const { canceled, filePath } = await dialog.showSaveDialog({
    defaultPath: join(app.getPath('documents'), name),
  })
  if (canceled || !filePath) return false
  await writeFile(filePath, content, 'utf8')
  return true
}
