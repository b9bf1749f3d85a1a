import { AppError, errorCode } from '../../errors.js'

/** Reads a part of the input; what is wrong with it is told with the place of the part before it. */
export function within<T>(place: readonly (string | number)[], read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (errorCode(error) !== 'invalid_input') throw error
    // `errorCode` knows those alone.
    const { message, fields, code } = error as AppError
    const inside = fields.map(({ loc, ...field }) => ({
      ...field,
      loc: ['body', 'payload', ...place, ...loc.slice(2)],
    }))
    throw new AppError(code, `${place.join('.')}: ${message}`, { fields: inside })
  }
}
