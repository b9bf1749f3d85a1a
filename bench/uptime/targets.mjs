import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer as createHttp } from 'node:http'
import { createServer as createTcp } from 'node:net'

const http = createHttp((_, response) => response.end('ok')).listen(0, '127.0.0.1', 4096)
const silent = createTcp((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1', 4096)
const deaf = createSocket('udp4').bind(0, '127.0.0.1')
await Promise.all([once(http, 'listening'), once(silent, 'listening'), once(deaf, 'listening')])
process.send({
  port: http.address().port,
  silent: silent.address().port,
  deaf: `127.0.0.1:${deaf.address().port}`,
})
process.once('disconnect', () => process.exit())
