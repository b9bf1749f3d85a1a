// Express 4 under another name, with the types of 5: what a mounted handler sees is the same.
declare module 'express4' {
  export { default } from 'express'
}
