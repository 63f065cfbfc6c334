/** What CloudWatch counted at one app client of the old pool. */
export interface ClientTraffic {
  readonly clientId: string;
  /** In the last seven days. */
  readonly signIns: number;
  readonly refreshes: number;
  /** Whether anything was ever counted there, as far back as was looked. */
  readonly measured: boolean;
}

/** What that says about who still uses the old pool. */
export type TrafficFinding =
  | { readonly kind: 'quiet' }
  | {
      readonly kind: 'busy';
      readonly signIns: number;
      readonly refreshes: number;
      readonly clientIds: readonly string[];
    }
  /** Nothing tells a quiet pool from one that nobody counts. */
  | { readonly kind: 'unmeasured' };

/**
 * Whether somebody else than the trigger signs in at the old pool.
 * @param migrationClientId the app client through which the trigger authenticates
 */
export const judgeTraffic = (
  clients: readonly ClientTraffic[],
  migrationClientId: string,
): TrafficFinding => {
  const busy = clients.filter(
    ({ clientId, signIns, refreshes }) => clientId !== migrationClientId && signIns + refreshes > 0,
  );
  if (busy.length > 0) {
    return {
      kind: 'busy',
      signIns: busy.reduce((sum, { signIns }) => sum + signIns, 0),
      refreshes: busy.reduce((sum, { refreshes }) => sum + refreshes, 0),
      clientIds: busy.map(({ clientId }) => clientId),
    };
  }
  return clients.some(({ measured }) => measured) ? { kind: 'quiet' } : { kind: 'unmeasured' };
};
