import { createPacedCall, Stopped } from '../aws/clients/paced-call.ts';
import { createPacedClient } from '../aws/clients/patient-clients.ts';
import { createPace } from '../aws/clients/request-pace.ts';
import { createUserDirectory } from '../aws/user-directory.ts';
import { LOOK_UPS_PER_SECOND } from '../migration/quotas.ts';
import { figure } from '../migration/text/wording.ts';
import type { SecondFactors } from '../migration/verify/second-factors.ts';
import type { DeployedContext } from './command-context.ts';
import { refuseIfAborted } from './pool-listing.ts';

/** AdminGetUser at the old pool, one person after the other. */
export interface FactorLookUp {
  /** A person of the old pool as they are now. @throws OperatorError after Ctrl-C */
  find: ReturnType<typeof createUserDirectory>['find'];
  /** How many were looked up, in words; undefined as long as it was nobody. */
  detail(): string | undefined;
  close(): void;
}

/** Undefined where nobody is to be looked up; tells what it costs where somebody may be. */
export const openFactorLookUp = (
  { old, terminal, signal }: Pick<DeployedContext, 'old' | 'terminal' | 'signal'>,
  { kind }: SecondFactors,
): FactorLookUp | undefined => {
  if (kind !== 'looked-up') return undefined;
  terminal.talk(
    `Whoever is missing is looked up for second factors, at most ${LOOK_UPS_PER_SECOND} a second (AdminGetUser: each counts as active in this month's bill of the old pool).`,
  );
  const client = createPacedClient(old.access);
  const { find } = createUserDirectory(client, old.userPoolId);
  const { call } = createPacedCall(createPace(LOOK_UPS_PER_SECOND), { stopped: () => signal.aborted });
  let people = 0;
  return {
    async find(username) {
      people += 1;
      try {
        return await call(() => find(username));
      } catch (error) {
        if (error instanceof Stopped) refuseIfAborted(signal);
        throw error;
      }
    },
    detail: () => (people === 0 ? undefined : `${figure(people)} looked up`),
    close: () => client.destroy(),
  };
};
