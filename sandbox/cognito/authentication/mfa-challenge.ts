import { isVerified } from '../aliases.ts';
import type { Bearer } from '../claims.ts';
import { codeDeliveryDetails, type Delivery } from '../code-delivery.ts';
import type { MfaMethod, User, UserPool } from '../state.ts';
import type { AuthenticationServices, AuthenticationStep } from './attempt.ts';

/**
 * The second factor that this sign-in needs, or undefined. Methods that the user switched on count, and where MFA
 * is required also the contacts that the pool can send codes to. Nothing at all there means MFA_SETUP.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html
 */
export function mfaChallenge(
  services: AuthenticationServices,
  bearer: Bearer,
  progress: { readonly newPassword?: boolean },
): AuthenticationStep | undefined {
  const { pool, user } = bearer;
  if (pool.mfaConfiguration === 'OFF') return undefined;
  const methods = usableMethods(pool, user);
  const [only, ...others] = methods;
  if (only === undefined) {
    return pool.mfaConfiguration === 'ON' ? setUp(services, bearer, progress) : undefined;
  }
  const preferred = user.preferredMfa;
  if (preferred !== undefined && methods.includes(preferred)) {
    return challengeBy(services, bearer, preferred, progress);
  }
  if (others.length === 0) return challengeBy(services, bearer, only, progress);
  return choice(services, bearer, methods, progress);
}

/** Asks for the code of one method, and sends it if it has to be sent. */
export function challengeBy(
  services: AuthenticationServices,
  bearer: Bearer,
  method: MfaMethod,
  progress: { readonly newPassword?: boolean },
): AuthenticationStep {
  const { pool, user } = bearer;
  const delivery = deliveryOf(user, method);
  const details =
    delivery === undefined
      ? undefined
      : services.codes.issue(pool, user, { kind: 'mfa', challenge: method }, delivery);
  return {
    ChallengeName: method,
    Session: services.sessions.open({ ...sessionOf(bearer, progress), challenge: method }),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      ...(details?.DeliveryMedium && { CODE_DELIVERY_DELIVERY_MEDIUM: details.DeliveryMedium }),
      ...(details?.Destination && { CODE_DELIVERY_DESTINATION: details.Destination }),
    },
  };
}

/** The user's methods that the pool offers and that can work. */
export function usableMethods(pool: UserPool, user: User): readonly MfaMethod[] {
  return pool.enabledMfas.filter(
    (method) => canUse(user, method) && (user.mfaMethods.has(method) || isImplied(pool, user, method)),
  );
}

function canUse(user: User, method: MfaMethod): boolean {
  switch (method) {
    case 'SOFTWARE_TOKEN_MFA':
      return user.totpSecret !== undefined;
    case 'SMS_MFA':
      return user.attributes.has('phone_number');
    case 'EMAIL_OTP':
      return user.attributes.has('email');
  }
}

/** In a pool that requires MFA, a user without a method of their own gets codes at what they have. */
function isImplied(pool: UserPool, user: User, method: MfaMethod): boolean {
  if (pool.mfaConfiguration !== 'ON' || user.mfaMethods.size > 0) return false;
  switch (method) {
    case 'SMS_MFA':
      return true;
    case 'EMAIL_OTP':
      return isVerified(user, 'email');
    case 'SOFTWARE_TOKEN_MFA':
      return false;
  }
}

function deliveryOf(user: User, method: MfaMethod): Delivery | undefined {
  const medium = method === 'SMS_MFA' ? 'SMS' : 'EMAIL';
  const destination = user.attributes.get(medium === 'SMS' ? 'phone_number' : 'email');
  if (method === 'SOFTWARE_TOKEN_MFA' || destination === undefined) return undefined;
  return { medium, destination };
}

function choice(
  { sessions }: AuthenticationServices,
  bearer: Bearer,
  methods: readonly MfaMethod[],
  progress: { readonly newPassword?: boolean },
): AuthenticationStep {
  const { user } = bearer;
  return {
    ChallengeName: 'SELECT_MFA_TYPE',
    Session: sessions.open({
      ...sessionOf(bearer, progress),
      challenge: 'SELECT_MFA_TYPE',
      mfaMethods: methods,
    }),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      MFAS_CAN_CHOOSE: JSON.stringify(methods),
      ...(methods.includes('SMS_MFA') && destinationOf(user, 'SMS_MFA')),
    },
  };
}

function destinationOf(user: User, method: MfaMethod): { CODE_DELIVERY_DESTINATION?: string } {
  const delivery = deliveryOf(user, method);
  const destination = delivery && codeDeliveryDetails(delivery).Destination;
  return destination === undefined ? {} : { CODE_DELIVERY_DESTINATION: destination };
}

function setUp(
  { sessions }: AuthenticationServices,
  bearer: Bearer,
  progress: { readonly newPassword?: boolean },
): AuthenticationStep {
  const { pool, user } = bearer;
  return {
    ChallengeName: 'MFA_SETUP',
    Session: sessions.open({
      ...sessionOf(bearer, progress),
      challenge: 'MFA_SETUP',
      mfaMethods: pool.enabledMfas,
    }),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      MFAS_CAN_SETUP: JSON.stringify(pool.enabledMfas),
    },
  };
}

const sessionOf = ({ pool, client, user }: Bearer, { newPassword = false }: { newPassword?: boolean }) => ({
  userPoolId: pool.id,
  clientId: client.clientId,
  validityMinutes: client.otherSettings?.AuthSessionValidity,
  user,
  username: user.username,
  newPassword,
});
