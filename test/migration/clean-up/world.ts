import type { CleanUpDeps } from '../../../migration/clean-up/clean-up.ts';
import type { CleanedPool } from '../../../migration/clean-up/ports.ts';
import type { DatedUser } from '../../../migration/dated-user.ts';
import { HOUR, MADE } from './profiles.ts';

type Stored = { -readonly [Member in keyof DatedUser]: DatedUser[Member] } & {
  attributes: Map<string, string>;
};

/** Milliseconds that a call takes. */
const CALL = 30;

/** Both pools as a clean-up sees them, and what people and administrators do to them meanwhile. */
export class World {
  now = MADE + 30 * HOUR;
  backfill = false;
  passwordless = false;
  random = 0;
  readonly users: Stored[];
  readonly sources = new Map([['old-sub', { enabled: true, status: 'CONFIRMED' }]]);
  /** Calls to the pools, as `operation sub`. */
  readonly calls: string[] = [];
  readonly failures: unknown[] = [];

  constructor(...users: readonly DatedUser[]) {
    this.users = users.map((user) => ({ ...user, attributes: new Map(user.attributes) }));
  }

  user(sub = 'new-sub'): Stored | undefined {
    return this.users.find((user) => user.sub === sub);
  }

  /** Somebody does something to a user, if there is one. */
  change(sub: string, how: (user: Stored) => void): void {
    const user = this.user(sub);
    if (user === undefined) return;
    how(user);
    user.modifiedAt = this.now;
  }

  /** @param turn runs before each call, and may wait, change the world, or throw */
  deps(turn: (call: string) => Promise<void> | void = () => undefined): CleanUpDeps {
    const call = async <T>(name: string, act: () => T): Promise<T> => {
      await turn(name);
      this.calls.push(name);
      this.now += CALL;
      return act();
    };
    const change = (name: string, how: (user: Stored) => void) => (sub: string) =>
      call(`${name} ${sub}`, () => this.change(sub, how));
    const copy = (user: Stored): DatedUser => ({ ...user, attributes: new Map(user.attributes) });
    const newPool: CleanedPool = {
      isPasswordless: () => call('describe', () => this.passwordless),
      list: (state) => this.#pages(state, call, copy),
      find: (sub) =>
        call(`find ${sub}`, () => {
          const user = this.user(sub);
          return user === undefined ? undefined : copy(user);
        }),
      mark: (sub, value) =>
        change('mark', ({ attributes }) => attributes.set('custom:clean_up', value()))(sub),
      disable: (sub, mayTry) =>
        change('disable', (user) => {
          mayTry();
          user.enabled = false;
        })(sub),
      enable: change('enable', (user) => {
        user.enabled = true;
      }),
      remove: (sub) =>
        call(`remove ${sub}`, () => {
          const user = this.user(sub);
          if (user !== undefined) this.users.splice(this.users.indexOf(user), 1);
        }),
    };
    return {
      newPool,
      oldPool: { find: (sub) => call(`source ${sub}`, () => this.sources.get(sub)) },
      backfillBegun: () => call('executions', () => this.backfill),
      now: () => this.now,
      stopped: () => false,
      random: () => this.random,
      failed: (error) => this.failures.push(error),
    };
  }

  async *#pages(
    state: string,
    call: <T>(name: string, act: () => T) => Promise<T>,
    copy: (user: Stored) => DatedUser,
  ): AsyncIterable<readonly DatedUser[]> {
    yield await call(`list ${state}`, () =>
      this.users
        .filter(({ enabled, status }) => (state === 'disabled' ? !enabled : status === 'RESET_REQUIRED'))
        .map(copy),
    );
  }
}
