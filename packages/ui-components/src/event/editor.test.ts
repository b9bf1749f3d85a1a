import { describe, expect, it } from '@jest/globals'
import { type EditorChoice, editorUrl, isEditorChoice } from './editor.js'

const code: EditorChoice = { editor: 'vscode', from: '', to: '' }

describe('the way from a frame to an editor', () => {
  it.each<[frame: object, choice: EditorChoice, url: string | null]>([
    [{ absPath: '/srv/app/a b.ts', lineNo: 3, colNo: 7 }, code, 'vscode://file/srv/app/a%20b.ts:3:7'],
    [{ absPath: 'C:\\shop\\a.cs', lineNo: 3 }, { ...code, editor: 'zed' }, 'zed://file/C:/shop/a.cs:3:1'],
    [{ absPath: '/a&b.kt', lineNo: 9 }, { ...code, editor: 'idea' }, 'idea://open?file=%2Fa%26b.kt&line=9'],
    [
      { absPath: '/app/src/x.ts', lineNo: 2 },
      { ...code, from: '/app/', to: '/home/ada/shop/' },
      'vscode://file/home/ada/shop/src/x.ts:2:1',
    ],
    [
      { absPath: 'webpack:///./src/x.ts', filename: './src/x.ts' },
      { ...code, from: 'webpack:///./', to: '/home/ada/' },
      'vscode://file/home/ada/src/x.ts:1:1',
    ],
    [{ absPath: '/a#b?c.ts' }, code, 'vscode://file/a%23b%3Fc.ts:1:1'],
    [{ absPath: 'https://shop.example/app.js' }, code, null],
    [{ absPath: '//host/share/a.ts' }, code, null],
    [{ filename: 'src/x.ts' }, code, null],
    [{}, code, null],
  ])('%j', (frame, choice, url) => {
    expect(editorUrl(frame, choice)).toBe(url)
  })

  it('is remembered only as it was chosen', () => {
    expect([null, code].every(isEditorChoice)).toBe(true)
    expect([undefined, 7, {}, { ...code, editor: 'javascript' }, { editor: 'zed' }].some(isEditorChoice)).toBe(false)
  })
})
