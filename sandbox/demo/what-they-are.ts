import type { OldUser, SecondFactor, Standing } from './people.ts';

const STANDINGS: Readonly<Record<Standing, string>> = {
  confirmed: 'confirmed',
  disabled: 'disabled',
  unconfirmed: 'never confirmed their account',
  'reset-required': 'must reset the password',
  'temporary-password': 'has a temporary password',
};

const FACTORS: Readonly<Record<SecondFactor, string>> = {
  sms: 'SMS',
  'authenticator-app': 'authenticator app',
  'e-mail': 'e-mail',
};

/** What makes somebody of the old pool special, in words; of most only that they are confirmed. */
export const whatTheyAre = ({ standing = 'confirmed', factors = [], attributes = {} }: OldUser): string => {
  const { email, email_verified, phone_number } = attributes;
  const custom = Object.keys(attributes).filter((name) => name.startsWith('custom:'));
  return [
    STANDINGS[standing],
    ...(factors.length > 0
      ? [`second factor: ${factors.map((factor) => FACTORS[factor]).join(' or ')}`]
      : []),
    ...(email !== undefined && email_verified !== 'true' ? ['e-mail address not verified'] : []),
    ...(email === undefined && phone_number === undefined ? ['no e-mail address, no phone number'] : []),
    ...(custom.length > 0 ? [`has ${custom.join(', ')}`] : []),
  ].join(', ');
};
