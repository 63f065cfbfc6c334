import { describe, expect, test } from '@jest/globals';
import { createPacedCall, Stopped } from '../../../aws/clients/paced-call.ts';
import { createPace } from '../../../aws/clients/request-pace.ts';
import { PoolCallFailed } from '../../../migration/ports.ts';
import { fakeTimer } from '../../support/memory-objects.ts';

const exception = (name: string, more: object = {}) => Object.assign(new Error(name), { name, ...more });
const THROTTLED = exception('TooManyRequestsException');

/** When so many turns came, one after the other. */
const turns = async (count: number, perSecond: number, during: (turn: number) => void = () => {}) => {
  const timer = fakeTimer();
  const pace = createPace(perSecond, timer);
  const at: number[] = [];
  for (let turn = 0; turn < count; turn += 1) {
    await pace.turn();
    at.push(timer.now());
    during(turn);
  }
  return { at, timer, pace };
};

describe('the pace', () => {
  test.each([1, 15, 30])('%i a second leave evenly, with no burst at the beginning', async (perSecond) => {
    const { at } = await turns(61, perSecond);
    expect(at.at(-1)).toBeCloseTo((60 / perSecond) * 1000, 3);
    expect(at[1]).toBeCloseTo(1000 / perSecond, 3);
  });

  test('a turn that comes late is made up for, a long pause is not', async () => {
    const timer = fakeTimer();
    const pace = createPace(10, timer);
    await pace.turn();
    timer.pass(10_000);
    const at: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      await pace.turn();
      at.push(timer.now() - 10_000);
    }
    expect(at).toEqual([0, 0, 100, 200]);
  });

  test('a refusal makes everybody wait and go more slowly, and the rate comes back', async () => {
    const { timer, pace } = await turns(1, 30);
    pace.throttled();
    const start = timer.now();
    await pace.turn();
    expect(timer.now() - start).toBeGreaterThanOrEqual(250);
    await pace.turn();
    const slow = timer.sleeps.at(-1) ?? 0;
    expect(slow).toBeCloseTo(1000 / 24, 3);
    for (let call = 0; call < 60; call += 1) pace.accepted();
    await pace.turn();
    await pace.turn();
    expect(timer.sleeps.at(-1)).toBeCloseTo(1000 / 30, 3);
  });

  test('refusals of calls that left together slow down once', async () => {
    const { timer, pace } = await turns(1, 30);
    for (let call = 0; call < 5; call += 1) pace.throttled();
    await pace.turn();
    await pace.turn();
    expect(timer.sleeps.at(-1)).toBeCloseTo(1000 / 24, 3);
  });

  test('with half of a quota of 30 used by somebody else, under one call in twenty is refused', async () => {
    const timer = fakeTimer();
    const pace = createPace(30, timer);
    // What the quota has in store; somebody else takes 15 a second.
    let [stored, filledAt, refused] = [30, 0, 0];
    const calls = 3000;
    for (let call = 0; call < calls; call += 1) {
      await pace.turn();
      stored = Math.min(30, stored + ((timer.now() - filledAt) / 1000) * 15);
      filledAt = timer.now();
      if (stored < 1) {
        refused += 1;
        pace.throttled();
      } else {
        stored -= 1;
        pace.accepted();
      }
    }
    expect(refused / calls).toBeLessThan(0.05);
    expect(calls / (timer.now() / 1000)).toBeGreaterThan(13);
  });
});

describe('a paced call', () => {
  const caller = (stopped = () => false) => {
    const timer = fakeTimer();
    return createPacedCall(createPace(30, timer), { timer, stopped });
  };
  const failing = (...errors: readonly Error[]) => {
    const waiting = [...errors];
    return async () => {
      const error = waiting.shift();
      if (error !== undefined) throw error;
      return 'answer';
    };
  };

  test.each([
    ['throttled, often', Array.from({ length: 30 }, () => THROTTLED)],
    ['the service’s own trouble', [exception('InternalErrorException')]],
    ['a server error without a name', [exception('Unknown', { $metadata: { httpStatusCode: 502 } })]],
    ['a connection that broke', [exception('Error', { code: 'ECONNRESET' })]],
    ['throttled behind a port', [new PoolCallFailed(THROTTLED.name, '', { cause: THROTTLED })]],
  ])('is made again: %s', async (_, errors) => {
    await expect(caller().call(failing(...errors))).resolves.toBe('answer');
  });

  test('is not made again for anything else', async () => {
    await expect(caller().call(failing(exception('InvalidParameterException')))).rejects.toThrow(
      'InvalidParameterException',
    );
  });

  test('is given up after eight failures in a row', async () => {
    const errors = Array.from({ length: 8 }, () => exception('InternalErrorException'));
    await expect(caller().call(failing(...errors))).rejects.toThrow('InternalErrorException');
  });

  test('is not made when the time is up', async () => {
    await expect(caller(() => true).call(failing())).rejects.toThrow(Stopped);
  });

  test('calls and refusals are counted', async () => {
    const { call, counts } = caller();
    await call(failing(THROTTLED, THROTTLED));
    expect(counts).toEqual({ calls: 3, throttled: 2 });
  });
});
