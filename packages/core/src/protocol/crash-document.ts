import { readCrash } from './minidump-crash.js'

export type CrashDocument = ReturnType<typeof crashDocument>

/** A crash of which there is the dump alone, as the event that its SDK would have sent. Nothing in the dump makes it throw. */
export function crashDocument(dump: Uint8Array) {
  const { type, address, module, modules, os, arch, at } = readCrash(dump)
  const place = module === null ? 'Native crash' : `Crash in ${module.path.split(/[/\\]/).at(-1)}`
  const frame = address === null ? null : { instruction_addr: hex(address), package: module?.path }
  const exception = {
    type: type ?? 'Minidump',
    value: place,
    mechanism: { type: 'minidump', handled: false, synthetic: true },
    ...(frame !== null && { stacktrace: { frames: [frame] } }),
  }
  const images = modules.map(({ path, base, size }) => ({ code_file: path, image_addr: hex(base), image_size: size }))
  return {
    platform: 'native',
    level: 'fatal',
    ...(at !== null && { timestamp: at }),
    exception: { values: [exception] },
    contexts: { ...(os !== null && { os }), ...(arch !== null && { device: { arch } }) },
    ...(images.length > 0 && { debug_meta: { images } }),
  }
}

function hex(address: bigint): string {
  return `0x${address.toString(16)}`
}
