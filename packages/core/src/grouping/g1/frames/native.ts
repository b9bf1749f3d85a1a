import type { Frame } from '../../../protocol/event.js'
import { type Language, NOISE } from './language.js'
import { trimSignature } from './signature.js'
import { withoutTail } from './trim.js'

/** C, C++, Objective-C, Swift, Rust: signatures cut to the function, and what the runtime does around a crash. */
export const native: Language = {
  nameOf(name) {
    if (NO_NAME.has(name)) return ''
    // Objective-C writes classes and selectors; only the number of its blocks changes.
    if (/^[-+]\[/.test(name)) return name
    if (name.startsWith('__') && name.includes('_block_invoke'))
      return name.replace(/^__\d{1,9}/, '').replace(/_block_invoke(?:_\d{1,9})?$/, '_block')
    return trimSignature(withoutDecoration(name))
  },
  moduleOf: (module) => module.replace(/::h[0-9a-f]{16}$/, ''),
  noiseOf(frame) {
    const name = frame.function ?? ''
    if (CRASHERS.has(name) || (name.length < 256 && MACHINERY.test(name))) return NOISE.runtime
    return name.startsWith('sentry_') ||
      name.startsWith('sentry::') ||
      name.startsWith('-[Sentry') ||
      name.startsWith('crashpad::')
      ? NOISE.sdk
      : null
  },
  isLibrary(frame: Frame) {
    const file = frame.package ?? ''
    if (SYSTEM.test(file)) return true
    const path = frame.abs_path ?? frame.filename ?? ''
    if (/^\/rustc\/|\/\.cargo\/registry\/|\/rustlib\//.test(path)) return true
    return /^(?:std|core|alloc|tokio|futures_util|hyper|actix\w*|rayon_core|tracing|anyhow|sentry\w*)::|^<(?:std|core|alloc|tokio)::/.test(
      frame.function ?? '',
    )
  },
  hasSource: false,
}

/** What compilers append to a symbol: hashes, versions, clones, the number of a closure. */
function withoutDecoration(name: string): string {
  let bare = name
  if (bare.includes('::h')) bare = bare.replace(/::h[0-9a-f]{16}$/, '')
  if (bare.includes('{{')) bare = bare.replace(/(?:::\{\{[\w-]{1,40}\}\}(?:\[\d{1,9}\])?)+/g, '::{closure}')
  if (bare.includes('#'))
    bare = bare
      .replace(/\{(lambda|unnamed type)[^{}]{0,500}#\d{1,9}\}/g, '{$1}')
      .replace(/^closure #\d{1,9} in /, 'closure in ')
      .replace(/#\d{1,9}/g, '')
  if (bare.includes('[')) bare = bare.replace(/ ?\[(?:clone|abi:|inlined)[^\]]{0,100}\]/g, '')
  if (bare.includes('$_')) bare = bare.replace(/\$_\d{1,9}/g, '$_')
  if (bare.includes('?A0x')) bare = bare.replace(/\?A0x[0-9a-f]{1,16}/gi, '(anonymous namespace)')
  if (bare.includes('`'))
    bare = bare
      .replace(/`anonymous namespace'/g, '(anonymous namespace)')
      .replace(/<lambda_[0-9a-f]{1,64}>/g, '{lambda}')
  if (bare.includes('<lambda_')) bare = bare.replace(/<lambda_[0-9a-f]{1,64}>/g, '{lambda}')
  const version = bare.lastIndexOf('@')
  if (version !== -1 && VERSION.test(bare.slice(version))) bare = withoutTail(bare.slice(0, version), '@')
  return bare.replace(
    /^(?:specialized |partial apply for |partial apply forwarder for |@objc |merged |outlined |reabstraction thunk helper from )+/,
    '',
  )
}

/** `@GLIBC_2.14`, and the size of the arguments that Windows appends. */
const VERSION = /^@(?:[A-Z]{1,20}_[\d.]{1,20}|\d{1,9})$/
const NO_NAME = new Set(['', '?', '<unknown>', '<redacted>', '???', 'unknown', '<deduplicated_symbol>'])

const CRASHERS = new Set([
  'abort',
  'raise',
  'gsignal',
  '__pthread_kill',
  'pthread_kill',
  '__pthread_kill_implementation',
  '__cxa_throw',
  '__cxa_rethrow',
  'abort_message',
  '_objc_terminate',
  '_objc_terminate()',
  'objc_exception_throw',
  '__exceptionPreprocess',
  '+[NSException raise:format:]',
  '_start',
  'start',
  '__libc_start_main',
  '__libc_start_call_main',
  'clone',
  'clone3',
  'start_thread',
  'thread_start',
  '_pthread_start',
  'BaseThreadInitThunk',
  'RtlUserThreadStart',
  'RaiseException',
  'CxxThrowException',
  '_CxxThrowException',
  'KiUserExceptionDispatcher',
  'invoke_main',
  '__scrt_common_main_seh',
  'rust_begin_unwind',
  'rust_panic',
  '__rust_try',
])

const MACHINERY =
  /^(?:std::(?:__\d\w*::)?(?:terminate|__terminate|panicking::|panic::|rt::|sys_common::backtrace::|sys::(?:backtrace|pal|thread)|backtrace_rs::)|core::(?:panicking::|option::(?:unwrap_failed|expect_failed)|result::unwrap_failed|ops::function::)|backtrace::|demangling_terminate_handler|__cxxabiv1::)/

const SYSTEM =
  /^\/(?:usr\/)?lib(?:64|32|exec)?\/|^\/System\/|^\/Library\/Apple|\/SDKs\/|^\/apex\/|^\/system\/|^[A-Za-z]:\\WINDOWS\\|(?:^|[\\/])(?:ntdll|kernel32|kernelbase|user32|ucrtbase|msvcrt|libc\.so[.\d]*|libpthread[^/]*|ld-linux[^/]*|libsystem_\w+\.dylib|libobjc[^/]*|UIKit|UIKitCore|CoreFoundation|Foundation|Security|GraphicsServices|libdispatch\.dylib|libdyld\.dylib|dyld)(?:\.dll)?$/i
