import { isTransient, retrying } from '../../lib/engines/retry'
import { poll, systemClock } from '../../lib/engines/wait'
import { InterruptedError } from '../../lib/errors'
import { fakeWaiting } from '../aws-server/fake-waiting'

describe('polling', () => {
  it('looks once more when the time is up, and then gives up', async () => {
    const waiting = fakeWaiting({ seconds: 1 })
    let looks = 0

    const seen = await poll(() => Promise.resolve(void looks++), waiting)

    expect(seen).toBeUndefined()
    expect(waiting.pauses).toEqual([187.5, 375, 437.5])
    expect(looks).toBe(4)
  })

  it('does not look when it is interrupted beforehand', async () => {
    const look = jest.fn(() => Promise.resolve('seen'))

    await expect(poll(look, fakeWaiting({ signal: AbortSignal.abort() }))).rejects.toThrow(
      new InterruptedError('interrupted'),
    )
    expect(look).not.toHaveBeenCalled()
  })

  it('ends a pause of the system clock at once when it is interrupted', async () => {
    const controller = new AbortController()
    const pause = systemClock.sleep(3_600_000, controller.signal)

    controller.abort()

    await expect(pause).resolves.toBeUndefined()
    await expect(systemClock.sleep(3_600_000, controller.signal)).resolves.toBeUndefined()
  })
})

describe('trying again', () => {
  const named = (name: string, rest = {}) => Object.assign(new Error(name), { name }, rest)

  it.each([
    [named('ThrottlingException'), true],
    [named('ConcurrentModificationException'), true],
    [named('Unknown', { $metadata: { httpStatusCode: 503 } }), true],
    [named('Unknown', { $metadata: { httpStatusCode: 429 } }), true],
    [named('Error', { code: 'ECONNRESET' }), true],
    [new Error('AWS SDK error wrapper for TimeoutError: socket hang up'), true],
    [named('AccessDeniedException', { $metadata: { httpStatusCode: 400 } }), false],
    [named('ValidationException'), false],
    ['ThrottlingException', false],
  ])('%s may pass: %s', (error, expected) => {
    expect(isTransient(error)).toBe(expected)
  })

  it('does not begin when it is interrupted', async () => {
    const waiting = fakeWaiting({ signal: AbortSignal.abort() })

    await expect(retrying(() => Promise.resolve(1), waiting)).rejects.toThrow(
      new InterruptedError('interrupted'),
    )
  })
})
