// Koa 2 under another name, with the types of 3: what middleware sees is the same.
declare module 'koa2' {
  export { default } from 'koa'
}

// It has no types of its own.
declare module 'koa-bodyparser' {
  import type { Middleware } from 'koa'

  export default function bodyParser(options?: {
    readonly enableTypes?: readonly string[]
    readonly extendTypes?: Readonly<Record<string, readonly string[]>>
    readonly textLimit?: string
  }): Middleware
}
