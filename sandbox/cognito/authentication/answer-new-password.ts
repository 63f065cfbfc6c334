import { invalidParameter } from '../errors.ts';
import { checkPassword } from '../password-policy.ts';
import { checkAttributes, checkWritable } from '../schema.ts';
import { type AuthenticationServices, type AuthenticationStep, parameter } from './attempt.ts';
import { afterPassword } from './next-step.ts';
import type { Answer } from './respond.ts';

const PREFIX = 'userAttributes.';

/**
 * NEW_PASSWORD_REQUIRED: a permanent password replaces the temporary one, and missing attributes are filled in.
 * The session outlives a password that the policy refuses, so that the person can try another.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
 */
export async function answerNewPassword(
  services: AuthenticationServices,
  { bearer, sessionId, responses, clientMetadata }: Answer,
): Promise<AuthenticationStep> {
  const { pool, client, user } = bearer;
  const password = parameter(responses, 'NEW_PASSWORD');
  const attributes = attributesIn(responses);
  checkWritable(client, attributes.keys());
  checkAttributes(pool, attributes, 'update');
  for (const { Name, Required } of pool.schema.values()) {
    const has = Name === undefined || Name === 'sub' || user.attributes.has(Name) || attributes.has(Name);
    if (Required === true && !has) throw invalidParameter(`Invalid attributes given, ${Name} is missing`);
  }
  checkPassword(pool, password);
  services.sessions.take(sessionId);
  if (attributes.size > 0) services.pools.updateAttributes(pool, user, attributes);
  user.password = password;
  user.status = 'CONFIRMED';
  user.modifiedAt = services.clock.now();
  delete user.temporaryPasswordExpiresAt;
  return afterPassword(services, bearer, { newPassword: true, clientMetadata });
}

function attributesIn(responses: Readonly<Record<string, string>>): Map<string, string> {
  return new Map(
    Object.entries(responses)
      .filter(([name]) => name.startsWith(PREFIX))
      .map(([name, value]) => [name.slice(PREFIX.length), value]),
  );
}
