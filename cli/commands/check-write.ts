import type { PoolAccess } from '../../aws/clients/cognito-client.ts';
import { createPatientClient } from '../../aws/clients/patient-clients.ts';
import { surveyPool } from '../../aws/survey/pool-survey.ts';
import { createCarefulReader } from '../../aws/survey/pool-survey-reader.ts';
import { proposeSettings } from '../../migration/check/proposal/propose-settings.ts';
import { MOST_CUSTOM_ATTRIBUTES } from '../../stacks/settings/custom-attributes.ts';
import { oldRegion } from '../../stacks/settings/old-pool.ts';
import { parseSettings } from '../../stacks/settings.ts';
import type { CommandContext, ContextBeforeSettings, ExitStatus } from '../command-context.ts';
import { OperatorError } from '../operator-error.ts';
import type { Terminal } from '../terminal.ts';

interface OldPool {
  readonly userPoolId: string;
  readonly access: PoolAccess;
}

const propose = async (terminal: Terminal, { userPoolId, access }: OldPool): Promise<ExitStatus> => {
  const client = createPatientClient(access);
  const reader = createCarefulReader();
  try {
    const old = await surveyPool(client, reader, 'old')(userPoolId);
    const { value, reasons } = proposeSettings(old, MOST_CUSTOM_ATTRIBUTES);
    parseSettings(value);
    terminal.talk(`Proposed for cdk.json, as context.migration, from the old pool ${userPoolId}:`);
    for (const reason of reasons) terminal.talk(`  ${reason}`);
    for (const { what, action } of reader.unread()) {
      terminal.talk(`  Without the ${what}: allow ${action} and run this again.`);
    }
    terminal.talk('Read it through, then run "npm run migrate -- check" with it.');
    terminal.document(value);
    return 0;
  } finally {
    client.destroy();
  }
};

/** `migrate check --write`: settings for the old pool that the settings name. */
export const writeSettings = ({ terminal, old }: CommandContext): Promise<ExitStatus> =>
  propose(terminal, old);

/** `migrate check --write --old-pool <id>`: for one that no settings name yet. */
export const writeSettingsOf = (
  { terminal, place }: ContextBeforeSettings,
  userPoolId: string,
): Promise<ExitStatus> => {
  if (!/^[a-z]{2}(?:-[a-z]+)+-\d+_[0-9A-Za-z]+$/.test(userPoolId)) {
    throw new OperatorError(
      `--old-pool ${userPoolId} is no user pool id.`,
      'Copy it from the overview of the old pool, for example eu-west-1_AbCdEfGhI.',
    );
  }
  return propose(terminal, { userPoolId, access: { ...place, region: oldRegion({ userPoolId }) } });
};
