import type { ConfirmSignUpRequest, ConfirmSignUpResponse } from '@aws-sdk/client-cognito-identity-provider';
import { verifiedFlag } from '../aliases.ts';
import { confirm, refuseUnlessUnconfirmed } from '../confirmation.ts';
import { signUpContact } from '../contacts.ts';
import { CognitoError, required, userNotFound } from '../errors.ts';
import { checkSecretHash } from '../secret-hash.ts';
import type { Operation } from '../services.ts';
import { invokePostConfirmation } from '../triggers/post-confirmation.ts';

type Needs = 'clock' | 'pools' | 'codes' | 'functions' | 'readings';

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html */
export const confirmSignUp: Operation<Needs, ConfirmSignUpRequest, ConfirmSignUpResponse> =
  (services) => async (input) => {
    const { pools, codes, clock } = services;
    const { pool, client } = pools.client(input.ClientId);
    const username = required(input.Username, 'username');
    checkSecretHash(client, username, input.SecretHash);
    const user = pools.find(pool, username);
    if (!user) throw unknownUser(client.preventUserExistenceErrors);
    refuseUnlessUnconfirmed(user);
    codes.check(pool, user, 'sign-up', required(input.ConfirmationCode, 'confirmationCode'));
    const contact = signUpContact(pool, user);
    if (contact) {
      pools.updateAttributes(pool, user, new Map([[verifiedFlag(contact.attribute), 'true']]), {
        forceAliasCreation: input.ForceAliasCreation,
      });
    }
    codes.discard(user, 'sign-up');
    confirm(clock, user);
    await invokePostConfirmation(services, {
      pool,
      client,
      user,
      source: 'PostConfirmation_ConfirmSignUp',
      clientMetadata: input.ClientMetadata,
    });
    return {};
  };

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html */
const unknownUser = (prevention: 'LEGACY' | 'ENABLED') =>
  prevention === 'ENABLED'
    ? new CognitoError('ExpiredCodeException', 'Invalid code provided, please request a code again.')
    : userNotFound('Username/client id combination not found.');
