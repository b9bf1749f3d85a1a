import { describe, expect, it } from '@jest/globals'
import { AppError } from '../errors.js'
import { authErrorResponse, errorResponse } from './errors.js'

const body = (response: { body: unknown }) => JSON.parse(String(response.body)) as Record<string, unknown>

describe('errorResponse', () => {
  it('is a JSON detail with exactly the type that sentry-cli accepts', () => {
    const response = errorResponse(new AppError('not_found', 'Not found'))
    expect(response.status).toBe(404)
    expect(response.headers['content-type']).toBe('application/json')
    expect(body(response)).toEqual({ detail: 'Not found', code: 'not_found' })
  })

  it('keeps the words of our own faults inside', () => {
    expect(body(errorResponse(new TypeError('secret path /etc/x')))).toEqual({
      detail: 'Internal error',
      code: 'internal',
    })
    expect(body(errorResponse(new AppError('internal', 'secret'))).detail).toBe('Internal error')
  })

  it('says Unauthorized whatever the reason was', () => {
    expect(body(errorResponse(new AppError('unauthenticated', 'no such token'))).detail).toBe('Unauthorized')
  })

  it('says in whole seconds when to come back', () => {
    const response = errorResponse(new AppError('rate_limited', 'Too many', { retryAfterMs: 1200 }))
    expect(response.status).toBe(429)
    expect(response.headers['retry-after']).toBe('2')
  })

  it('reads an error of another copy of the package, by its name and code', () => {
    const foreign = Object.assign(new Error('gone'), { name: 'AppError', code: 'not_found' })
    expect(errorResponse(foreign).status).toBe(404)
    const unknown = Object.assign(new Error('gone'), { name: 'AppError', code: 'toString' })
    expect(errorResponse(unknown).status).toBe(500)
  })
})

describe('authErrorResponse', () => {
  it('has the shape of the auth API, with the name of the field', () => {
    const fields = [{ type: 'missing', loc: ['body', 'payload', 'email'], msg: 'Field required' }]
    const response = authErrorResponse(new AppError('invalid_input', 'x', { fields }))
    expect(response.status).toBe(400)
    expect(body(response)).toEqual({
      status: 400,
      errors: [{ code: 'missing', message: 'Field required', param: 'email' }],
    })
  })
})
