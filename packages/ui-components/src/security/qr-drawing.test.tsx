import { describe, expect, it } from '@jest/globals'
import { encodeQR } from 'qr'
import { renderToStaticMarkup } from 'react-dom/server'
import { QrDrawing } from './qr-drawing.js'

const URL = 'otpauth://totp/Mishap:ada%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Mishap'

describe('a code for a camera', () => {
  it('is drawn run by run, every dark module of it and no other', () => {
    const markup = renderToStaticMarkup(<QrDrawing text={URL} label="The secret" />)
    const size = Number(/viewBox="0 0 (\d+) \1"/.exec(markup)?.[1])
    const drawn = Array.from({ length: size }, () => Array.from({ length: size }, () => false))
    for (const [, x, y, length] of markup.matchAll(/M(\d+) (\d+)h(\d+)v1H\1z/g))
      for (let step = 0; step < Number(length); step += 1) drawn[Number(y)]![Number(x) + step] = true
    expect(drawn).toEqual(encodeQR(URL, 'raw', { ecc: 'medium', border: 4 }))
    expect(markup).toContain('role="img" aria-label="The secret"')
  })
})
