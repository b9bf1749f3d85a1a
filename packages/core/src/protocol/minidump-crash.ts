/** What a minidump says of the crash, without symbols. */
export interface MinidumpCrash {
  /** `SIGSEGV`, `EXCEPTION_ACCESS_VIOLATION`; null where the dump was asked for, or says nothing. */
  readonly type: string | null
  /** Where the program stood. */
  readonly address: bigint | null
  /** The library or program that holds `address`. */
  readonly module: Module | null
  readonly modules: readonly Module[]
  readonly os: { readonly name: string; readonly version: string } | null
  readonly arch: string | null
  /** Seconds since the epoch. */
  readonly at: number | null
}

interface Module {
  readonly path: string
  readonly base: bigint
  readonly size: number
}

/**
 * Reads the few streams of a minidump that tell one crash from another: exception, system, modules
 * (https://learn.microsoft.com/windows/win32/api/minidumpapiset/; Breakpad's and Crashpad's extensions).
 * Every offset in it is the client's word: what points outside is left out, and nothing throws. Big-endian dumps are not read.
 */
export function readCrash(dump: Uint8Array): MinidumpCrash {
  const file = new DumpReader(dump)
  const streams = streamsIn(file)
  const system = streams.get(SYSTEM_INFO)
  const platform = system === undefined ? null : file.uint32(system + 20)
  const arch = ARCHITECTURES.get(file.uint16(system ?? -1) ?? -1) ?? null
  const modules = modulesAt(file, streams.get(MODULE_LIST))
  const exception = streams.get(EXCEPTION)
  const code = exception === undefined ? null : file.uint32(exception + 8)
  const address = exception === undefined ? null : programCounter(file, exception, arch?.counterAt ?? null)
  const version = system === undefined ? [] : [8, 12, 16].map((at) => file.uint32(system + at))
  const osName = platform === null ? undefined : PLATFORMS.get(platform)
  const seconds = file.uint32(20)
  return {
    type: code === null ? null : exceptionName(code, osName ?? null),
    address,
    module: address === null ? null : (modules.find((module) => holds(module, address)) ?? null),
    modules,
    os: osName === undefined ? null : { name: osName, version: version.map((part) => part ?? 0).join('.') },
    arch: arch?.name ?? null,
    at: seconds === 0 ? null : seconds,
  }
}

const MODULE_LIST = 4
const EXCEPTION = 6
const SYSTEM_INFO = 7
const MAX_STREAMS = 100
const MAX_MODULES = 500
const MODULE_SIZE = 108

/** Of a processor its name, and where its context holds the address of the next instruction. */
const ARCHITECTURES: ReadonlyMap<number, { readonly name: string; readonly counterAt: number }> = new Map([
  [0, { name: 'x86', counterAt: 0xb8 }],
  [9, { name: 'x86_64', counterAt: 0xf8 }],
  [12, { name: 'arm64', counterAt: 0x108 }],
  [0x8003, { name: 'arm64', counterAt: 0x108 }],
])

const PLATFORMS: ReadonlyMap<number, string> = new Map([
  [2, 'Windows'],
  [0x8101, 'macOS'],
  [0x8102, 'iOS'],
  [0x8201, 'Linux'],
  [0x8203, 'Android'],
])

const SIGNALS: ReadonlyMap<number, string> = new Map([
  [4, 'SIGILL'],
  [5, 'SIGTRAP'],
  [6, 'SIGABRT'],
  [7, 'SIGBUS'],
  [8, 'SIGFPE'],
  [11, 'SIGSEGV'],
  [31, 'SIGSYS'],
])

const MACH_EXCEPTIONS: ReadonlyMap<number, string> = new Map([
  [1, 'EXC_BAD_ACCESS'],
  [2, 'EXC_BAD_INSTRUCTION'],
  [3, 'EXC_ARITHMETIC'],
  [5, 'EXC_SOFTWARE'],
  [6, 'EXC_BREAKPOINT'],
  [10, 'EXC_CRASH'],
  [11, 'EXC_RESOURCE'],
  [12, 'EXC_GUARD'],
])

const WINDOWS_EXCEPTIONS: ReadonlyMap<number, string> = new Map([
  [0x80000003, 'EXCEPTION_BREAKPOINT'],
  [0xc0000005, 'EXCEPTION_ACCESS_VIOLATION'],
  [0xc0000006, 'EXCEPTION_IN_PAGE_ERROR'],
  [0xc000001d, 'EXCEPTION_ILLEGAL_INSTRUCTION'],
  [0xc0000094, 'EXCEPTION_INT_DIVIDE_BY_ZERO'],
  [0xc00000fd, 'EXCEPTION_STACK_OVERFLOW'],
  [0xc0000374, 'STATUS_HEAP_CORRUPTION'],
  [0xc0000409, 'STATUS_STACK_BUFFER_OVERRUN'],
  [0xe06d7363, 'Unhandled C++ exception'],
])

function exceptionName(code: number, os: string | null): string | null {
  // Of Crashpad and Breakpad: nobody crashed, somebody wanted to see the program.
  if (code === 0xffffffff || code === 0x0517a7ed) return null
  return NAMES_BY_OS.get(os)?.get(code) ?? `Exception 0x${code.toString(16)}`
}

const NAMES_BY_OS: ReadonlyMap<string | null, ReadonlyMap<number, string>> = new Map([
  ['Windows', WINDOWS_EXCEPTIONS],
  ['macOS', MACH_EXCEPTIONS],
  ['iOS', MACH_EXCEPTIONS],
  ['Linux', SIGNALS],
  ['Android', SIGNALS],
])

function streamsIn(file: DumpReader): ReadonlyMap<number, number> {
  const count = Math.min(file.uint32(8) ?? 0, MAX_STREAMS)
  const directory = file.uint32(12) ?? 0
  const streams = new Map<number, number>()
  for (let index = 0; index < count; index++) {
    const type = file.uint32(directory + index * 12)
    const at = file.uint32(directory + index * 12 + 8)
    if (type !== null && at !== null && !streams.has(type)) streams.set(type, at)
  }
  return streams
}

/** That of the context of the thread; what the exception names may be the address that could not be read. */
function programCounter(file: DumpReader, exception: number, counterAt: number | null): bigint | null {
  const context = file.uint32(exception + 164)
  const size = file.uint32(exception + 160) ?? 0
  if (counterAt !== null && context !== null && size >= counterAt + 8) {
    const counter = counterAt === 0xb8 ? file.uint32(context + counterAt) : file.uint64(context + counterAt)
    if (counter !== null) return BigInt(counter)
  }
  return file.uint64(exception + 24)
}

function modulesAt(file: DumpReader, list: number | undefined): readonly Module[] {
  if (list === undefined) return []
  const modules: Module[] = []
  const count = Math.min(file.uint32(list) ?? 0, MAX_MODULES)
  for (let index = 0; index < count; index++) {
    const at = list + 4 + index * MODULE_SIZE
    const base = file.uint64(at)
    const size = file.uint32(at + 8)
    const name = file.uint32(at + 20)
    const path = name === null ? null : file.text(name)
    if (base !== null && size !== null && path) modules.push({ path, base, size })
  }
  return modules
}

function holds({ base, size }: Module, address: bigint): boolean {
  return address >= base && address < base + BigInt(size)
}

const MAX_PATH_BYTES = 2048

/** Numbers of a file; null where it has none at that place. */
class DumpReader {
  readonly #view: DataView

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  uint16(at: number): number | null {
    return this.#has(at, 2) ? this.#view.getUint16(at, true) : null
  }

  uint32(at: number): number | null {
    return this.#has(at, 4) ? this.#view.getUint32(at, true) : null
  }

  uint64(at: number): bigint | null {
    return this.#has(at, 8) ? this.#view.getBigUint64(at, true) : null
  }

  /** `MINIDUMP_STRING`: its length in bytes, and UTF-16. */
  text(at: number): string | null {
    const bytes = Math.min(this.uint32(at) ?? 0, MAX_PATH_BYTES) & ~1
    if (!this.#has(at + 4, bytes)) return null
    return Buffer.from(this.#view.buffer, this.#view.byteOffset + at + 4, bytes).toString('utf16le')
  }

  #has(at: number, bytes: number): boolean {
    return at >= 0 && at + bytes <= this.#view.byteLength
  }
}
