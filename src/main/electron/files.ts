import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { app, dialog } from 'electron'

/** Asks where to, and writes `text` there. Answers whether it was saved. Desktop mode only. */
export async function saveFile(name: string, text: string): Promise<boolean> {
  const { canceled, filePath } = await dialog.showSaveDialog({
    defaultPath: join(app.getPath('documents'), name),
  })
  if (canceled || !filePath) return false
  await writeFile(filePath, text, 'utf8')
  return true
}
