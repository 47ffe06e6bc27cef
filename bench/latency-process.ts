import type {AddressInfo, Socket} from 'node:net'
import {connect, createServer} from 'node:net'

/** Bytes that may be under way in one direction: more than a fast sender sends in half a round trip. */
const CAPACITY = 64 * 1024 * 1024

/**
 * Runs as a process of its own: delays connections to ports of this machine. Its arguments are the milliseconds of a round
 * trip and the ports. It sends the ports at which the delayed lines begin.
 */
const [roundTrip = 0, ...ports] = process.argv.slice(2).map(Number)

/**
 * Delivers each piece half a round trip after it was sent, however many are under way, and none before the connection is open.
 * It uses plain events, because it competes with the measured programs for processor time.
 */
function carry(from: Socket, to: Socket, open: number): void {
  const underWay: {bytes: Buffer | undefined; due: number}[] = []
  let [size, isWaiting] = [0, false]
  const send = (bytes: Buffer | undefined): void => {
    size += bytes?.length ?? 0
    underWay.push({bytes, due: Math.max(performance.now(), open) + roundTrip / 2})
    if (size > CAPACITY) from.pause()
    if (!isWaiting) wait()
  }
  const wait = (): void => {
    const [next] = underWay
    isWaiting = next !== undefined
    if (next !== undefined) setTimeout(deliver, Math.max(0, next.due - performance.now()))
  }
  const deliver = (): void => {
    to.cork()
    while (underWay[0] !== undefined && underWay[0].due <= performance.now()) {
      const {bytes} = underWay.shift() ?? {}
      if (bytes === undefined) to.end()
      else
        to.write(bytes, () => {
          size -= bytes.length
          if (from.isPaused() && size < CAPACITY / 2) from.resume()
        })
    }
    to.uncork()
    wait()
  }
  from.on('data', send).once('end', () => {
    send(undefined)
  })
}

async function lineTo(port: number): Promise<number> {
  const options = {allowHalfOpen: true, noDelay: true}
  const server = createServer(options, near => {
    const far = connect({port, ...options})
    // The handshake takes a round trip of its own.
    const open = performance.now() + roundTrip
    carry(near, far, open)
    carry(far, near, open)
    near.once('error', () => far.destroy()).once('close', () => far.destroy())
    far.once('error', () => near.destroy()).once('close', () => near.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

process.send?.(await Promise.all(ports.map(lineTo)))
// Ctrl-C reaches this process too. It ignores the signal, and ends when its parent disconnects.
process.on('SIGINT', () => undefined)
process.on('disconnect', () => process.exit())
