import { isIP } from 'node:net'
import type { Reader } from './look-up.js'

export function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER): Reader<number> {
  const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`
  return {
    wanted: `a whole number ${range}`,
    read: (text) => {
      const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
      return value >= min && value <= max ? value : null
    },
  }
}

/** As GlitchTip reads them, so that its files keep their meaning. */
export const boolean: Reader<boolean> = {
  wanted: 'true or false',
  read: (text) => {
    if (/^(?:true|1|yes|on|t|y)$/i.test(text)) return true
    return /^(?:false|0|no|off|f|n)$/i.test(text) ? false : null
  },
}

export function oneOf<T extends string>(...values: readonly T[]): Reader<T> {
  return { wanted: values.join(' or '), read: (text) => values.find((value) => value === text) ?? null }
}

/** What a process of the server does. GlitchTip calls `all` `all_in_one`. */
export type Role = 'web' | 'worker' | 'all'

export const role: Reader<Role> = {
  wanted: 'web, worker or all',
  read: (text) => {
    const name = text === 'all_in_one' ? 'all' : text
    return name === 'web' || name === 'worker' || name === 'all' ? name : null
  },
}

export function secret(minLength: number): Reader<string> {
  return {
    isSecret: true,
    wanted: `at least ${minLength} characters (\`openssl rand -hex 32\` makes some), or none for one that is kept in the data directory`,
    read: (text) => (text.length >= minLength ? text : null),
  }
}

/** Several of them, with commas between them. */
export function secrets(minLength: number): Reader<readonly string[]> {
  return {
    isSecret: true,
    wanted: `secrets of at least ${minLength} characters, with commas between them`,
    read: (text) => {
      const all = text.split(',').map((one) => one.trim())
      return all.every((one) => one.length >= minLength) ? all : null
    },
  }
}

export const hostName: Reader<string> = {
  wanted: 'an address to listen on, such as localhost, 0.0.0.0 or ::',
  read: (text) => {
    const bare = text.replace(/^\[(.*)\]$/, '$1')
    return isIP(bare) !== 0 || /^[a-z\d](?:[a-z\d.-]{0,252}[a-z\d])?$/i.test(bare) ? bare : null
  },
}

/** Without a slash at the end. */
export const httpUrl: Reader<string> = {
  wanted: 'an absolute URL, such as https://errors.example.com',
  read: (text) => {
    const url = parseUrl(text)
    if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') return null
    return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
  },
}

/** A prefix of paths: a slash at its start, none at its end. */
export const path: Reader<string> = {
  wanted: 'a path, such as /errors',
  read: (text) => {
    const bare = text.replace(/^\/+|\/+$/g, '')
    if (!/^[\w./~-]*$/.test(bare)) return null
    return bare === '' ? '' : `/${bare}`
  },
}

export const directory: Reader<string> = {
  wanted: 'the path of a directory',
  read: (text) => (text === '' || text.includes('\0') ? null : text),
}

export const file: Reader<string> = {
  wanted: 'the path of a file',
  read: (text) => (text === '' || text.includes('\0') || text.endsWith('/') ? null : text),
}

export const databaseUrl: Reader<string> = {
  isSecret: true,
  wanted: 'a URL such as postgres://user:password@host:5432/mishap',
  read: (text) => (/^postgres(?:ql)?:\/\//.test(text) && parseUrl(text) !== null ? text : null),
}

/** GlitchTip's images also take `valkey://`; it is the same protocol. */
export const redisUrl: Reader<string> = {
  isSecret: true,
  wanted: 'a URL such as redis://:password@host:6379/0, or rediss:// for TLS',
  read: (text) => {
    const url = text.replace(/^valkey(s?):/, 'redis$1:')
    return /^rediss?:\/\//.test(url) && parseUrl(url) !== null ? url : null
  },
}

/** Also as Django writes it: `smtp+tls://` asks for encryption, `smtp+ssl://` begins with it. */
export const mailUrl: Reader<string> = {
  isSecret: true,
  wanted: 'a URL such as smtp://user:password@host:587, or smtps:// for TLS',
  read: (text) => {
    if (/^(?:consolemail|dummymail|memorymail):\/\//.test(text)) return text
    const url = text.replace(/^smtp\+ssl:/, 'smtps:').replace(/^smtp\+tls:(.*)$/, 'smtp:$1?requireTLS=true')
    return /^smtps?:\/\/[^/]/.test(url) && parseUrl(url) !== null ? url : null
  },
}

/** Separated by commas or spaces. */
export const words: Reader<readonly string[]> = {
  wanted: 'some words, with commas or spaces between them',
  read: (text) => text.split(/[\s,]+/).filter((word) => word !== ''),
}

export const anyText: Reader<string> = { wanted: 'some text', isSecret: true, read: (text) => text }

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null
}
