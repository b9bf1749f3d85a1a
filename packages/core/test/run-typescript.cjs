// Lets a child process of a test run the sources: `node run-typescript.cjs file.ts argument…`.
const { existsSync, readFileSync } = require('node:fs')
const Module = require('node:module')
const { dirname, resolve } = require('node:path')
const { transformSync } = require('@swc/core')

const options = { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }

Module._extensions['.ts'] = (module, filename) => {
  module._compile(transformSync(readFileSync(filename, 'utf8'), { ...options, filename }).code, filename)
}

const resolveFilename = Module._resolveFilename
Module._resolveFilename = function (request, parent, ...rest) {
  if (request.startsWith('.') && request.endsWith('.js') && parent?.filename) {
    const source = resolve(dirname(parent.filename), `${request.slice(0, -3)}.ts`)
    if (existsSync(source)) return source
  }
  return resolveFilename.call(this, request, parent, ...rest)
}

process.argv.splice(1, 1)
require(process.argv[1])
