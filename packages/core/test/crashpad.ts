import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** What Crashpad 0.8 sent for a program on Linux that wrote to address 16. */
const recorded = JSON.parse(readFileSync(`${__dirname}/fixtures/crashpad.json`, 'utf8')) as {
  contentType: string
  body: string
}

export const crashpadForm = {
  contentType: recorded.contentType,
  body: gunzipSync(Buffer.from(recorded.body, 'base64')),
}

/** The dump in it. */
export const crashpadDump = crashpadForm.body.subarray(
  crashpadForm.body.indexOf('MDMP'),
  crashpadForm.body.lastIndexOf('\r\n--'),
)
