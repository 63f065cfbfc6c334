import type { OldPoolSource, SourceClient } from '../../migration/check/old-pool-source.ts';
import { proposeSettings } from '../../migration/check/proposal/propose-settings.ts';
import { parseSettings } from '../../stacks/settings.ts';
import { aClient, anOldPool } from './check-survey.ts';

export const SES = 'arn:aws:ses:eu-west-1:111122223333:identity/';

export const anApp = (client: Partial<SourceClient> = {}): SourceClient => ({
  ...aClient(),
  accessTokenMinutes: 60,
  idTokenMinutes: 60,
  refreshTokenDays: 30,
  oauth: { flows: [], scopes: [], callbackUrls: [], logoutUrls: [] },
  ...client,
});

export const aSource = (source: Partial<OldPoolSource> = {}): OldPoolSource => ({
  ...anOldPool({ name: 'people', identityProviders: [], groups: [{ name: 'admins' }] }),
  clients: [anApp({ name: 'web' })],
  email: { from: 'Example <no-reply@example.com>', arn: `${SES}no-reply@example.com` },
  ...source,
});

/** The proposal, which must be settings that can be deployed. */
export const propose = (source: Partial<OldPoolSource> = {}, most = 47) => {
  const proposed = proposeSettings(aSource(source), most);
  parseSettings(JSON.parse(JSON.stringify(proposed.value)));
  return proposed;
};
