import { appClientRules } from './app-clients.ts';
import { contactRules } from './contacts.ts';
import { customAttributeRules } from './custom-attributes.ts';
import { deploymentRules } from './deployment.ts';
import { rememberedDevices } from './devices.ts';
import { federationRules } from './federation.ts';
import type { Finding, Rule } from './finding.ts';
import { bySeverity } from './finding.ts';
import { messageRules } from './messages.ts';
import { nameRules } from './names.ts';
import { oldClientRules } from './old-client.ts';
import { passwordPolicyRules } from './password-policy.ts';
import { passwordlessRules } from './passwordless.ts';
import { quotaRules } from './quotas.ts';
import { secondFactorRules } from './second-factors.ts';
import { signUpRules } from './sign-up.ts';
import type { Survey } from './survey.ts';
import { threatProtectionRules } from './threat-protection.ts';
import { tokenRules } from './tokens.ts';
import { triggerRules } from './triggers.ts';
import { couldNotCheck } from './unread.ts';
import { writePermissionRules } from './write-permissions.ts';

/** Every rule, in the order in which equal findings are told. */
const RULES: readonly Rule[] = [
  ...deploymentRules,
  ...signUpRules,
  ...oldClientRules,
  ...appClientRules,
  ...nameRules,
  ...contactRules,
  ...messageRules,
  ...customAttributeRules,
  ...writePermissionRules,
  ...secondFactorRules,
  ...passwordPolicyRules,
  ...passwordlessRules,
  ...triggerRules,
  ...tokenRules,
  ...threatProtectionRules,
  ...federationRules,
  rememberedDevices,
  ...quotaRules,
  couldNotCheck,
];

/** All that is to be said about a move between these two pools, the worst first. */
export const checkPools = (survey: Survey): readonly Finding[] =>
  bySeverity(RULES.flatMap((rule) => rule(survey)));
