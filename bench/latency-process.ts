import type {AddressInfo, Socket} from 'node:net'
import {connect, createServer} from 'node:net'
import {Transform} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import {setTimeout as sleep} from 'node:timers/promises'

interface Piece {
  bytes: Buffer
  /** When it is at the other end, by performance.now(). */
  due: number
}

/** A process of its own: long lines to ports of this machine, the milliseconds of a round trip first; it sends the lines' own ports. */
const [roundTrip = 0, ...ports] = process.argv.slice(2).map(Number)

/** Each piece arrives half a round trip after it was sent, however many are under way; none before the connection is open. */
async function carry(from: Socket, to: Socket, open: number): Promise<void> {
  const stamp = new Transform({
    readableObjectMode: true,
    // Pieces of up to 64 kB: more than a fast sender sends in half a round trip.
    readableHighWaterMark: 1000,
    transform(bytes: Buffer, _encoding, done) {
      done(null, {bytes, due: Math.max(performance.now(), open) + roundTrip / 2} satisfies Piece)
    }
  })
  const deliver = async function* (pieces: AsyncIterable<Piece>): AsyncGenerator<Buffer> {
    for await (const {bytes, due} of pieces) {
      const left = due - performance.now()
      if (left > 0) await sleep(left)
      yield bytes
    }
  }
  await pipeline(from, stamp, deliver, to)
}

async function lineTo(port: number): Promise<number> {
  const options = {allowHalfOpen: true, noDelay: true}
  const server = createServer(options, near => {
    const far = connect({port, ...options})
    // The handshake takes a round trip of its own.
    const open = performance.now() + roundTrip
    Promise.all([carry(near, far, open), carry(far, near, open)]).catch(() => {
      near.destroy()
      far.destroy()
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

process.send?.(await Promise.all(ports.map(lineTo)))
// Ctrl-C is for the process that started this one; this one ends with it.
process.on('SIGINT', () => undefined)
process.on('disconnect', () => process.exit())
