import type { Frame } from '../../../protocol/event.js'
import { asyncMethodOf, csharp } from './csharp.js'
import { cleanFile } from './file.js'
import { isMinified, isVendored, javascript } from './javascript.js'
import type { Language } from './language.js'
import { languageOf } from './languages.js'

/** A frame as grouping sees it: where it is, what it is called, and whether either tells events apart. */
export interface ReadFrame {
  readonly frame: Frame
  readonly language: Language
  /** The module or, where there is none, the file; `''` for neither. */
  readonly place: string
  readonly placeKind: 'module' | 'filename'
  readonly name: string
  /** Equal for frames that count as the same. */
  readonly key: string
  readonly isMinified: boolean
  readonly inApp: boolean
  /** Why `inApp` is not what the SDK said; null where it is. */
  readonly inAppHint: string | null
  /** Why it takes no part, whatever the variant; null where it does. */
  readonly ignored: string | null
}

/** The frames of a stack, oldest first. Where the SDK said of none whether it is in the app, their paths decide. */
export function readFrames(frames: readonly Frame[], platform: string): readonly ReadFrame[] {
  const isSilent = frames.every((frame) => frame.in_app === undefined)
  return frames.map((frame) => readFrame(frame, frame.platform ?? platform, isSilent))
}

const IGNORED_UNNAMED = 'neither its file nor its function has a name'

/** Of a function or module; what is longer differs before, or is no name. */
const MAX_NAME = 512

function readFrame(frame: Frame, platform: string, isSilent: boolean): ReadFrame {
  const language = languageOf(platform)
  const minified = language === javascript && isMinified(frame, platform)
  const module = frame.module === undefined ? '' : language.moduleOf(frame.module.slice(0, MAX_NAME))
  const place = module === '' ? fileOf(frame, language) : module
  const name = minified ? '' : nameOf(frame, language)
  return {
    frame,
    language,
    place,
    placeKind: module === '' ? 'filename' : 'module',
    name,
    key: `${place}\0${name}`,
    isMinified: minified,
    ...inAppOf(frame, language, isSilent),
    ignored: language.noiseOf(frame) ?? (place === '' && name === '' ? IGNORED_UNNAMED : null),
  }
}

function nameOf(frame: Frame, language: Language): string {
  const name = frame.function?.slice(0, MAX_NAME).trim() ?? ''
  if (language === csharp && name.startsWith('MoveNext')) return asyncMethodOf(frame.module ?? '') ?? 'MoveNext'
  return name === '' ? '' : language.nameOf(name)
}

function fileOf(frame: Frame, language: Language): string {
  const path = frame.filename ?? frame.abs_path
  if (path === undefined) return frame.package === undefined ? '' : libraryName(frame.package)
  const file = cleanFile(path)
  // A script inside of a page is named by the page's URL, and that has ids in it.
  const isPage = language === javascript && !file.includes('.') && /^(?:https?|blob):/.test(frame.abs_path ?? path)
  return isPage ? '' : file
}

/** `/usr/lib/libfoo.so.6.0.28` → `libfoo.so`. */
function libraryName(path: string): string {
  return cleanFile(path).replace(/(\.so|\.dylib)(?:\.\d{1,9}){1,6}$/, '$1')
}

function inAppOf(frame: Frame, language: Language, isSilent: boolean): Pick<ReadFrame, 'inApp' | 'inAppHint'> {
  if (isSilent) {
    const inApp = !language.isLibrary(frame)
    return {
      inApp,
      inAppHint: inApp
        ? 'the SDK did not say, its path is not a library’s'
        : 'the SDK did not say, its path is a library’s',
    }
  }
  if (frame.in_app === true && language === javascript && isVendored(frame))
    return { inApp: false, inAppHint: 'it lies in node_modules' }
  return { inApp: frame.in_app === true, inAppHint: null }
}
