import type { OldPoolCalls } from '../../migration/ports.ts';

type Report = (operation: string, milliseconds: number) => void;

const timed = async <T>(operation: string, call: Promise<T>, report: Report): Promise<T> => {
  const start = performance.now();
  try {
    return await call;
  } finally {
    report(operation, performance.now() - start);
  }
};

/** The same old pool; reports how long each call took, whatever came of it. */
export const timeOldPool = (oldPool: OldPoolCalls, report: Report): OldPoolCalls => ({
  authenticate: (name, password) => timed('AdminInitiateAuth', oldPool.authenticate(name, password), report),
  findUser: (name) => timed('AdminGetUser', oldPool.findUser(name), report),
  listUsers: (value) => timed('ListUsers', oldPool.listUsers(value), report),
});
