import type { DeliveryMediumType } from '@aws-sdk/client-cognito-identity-provider';
import { userNotFound } from '../errors.ts';
import type { ReadingsOfOpenQuestions } from '../open-questions.ts';
import { invalidLambdaResponse, isRecord, responseOf } from './invoke.ts';

/** What a UserMigration function wants the new user to be. */
export interface MigrationResponse {
  /** Without `username`, which is no attribute. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Undefined: the name that was typed. */
  readonly username: string | undefined;
  readonly finalUserStatus: 'CONFIRMED' | 'RESET_REQUIRED';
  /** Whether the welcome message is sent. */
  readonly welcome: boolean;
  readonly desiredDeliveryMediums: readonly DeliveryMediumType[];
  readonly forceAliasCreation: boolean;
  readonly enableSMSMFA: boolean;
}

export type MigrationSource = 'UserMigration_Authentication' | 'UserMigration_ForgotPassword';

/**
 * Reads what the function returned; undefined if it says nothing about a user, which means: do as for any unknown
 * user. Faults are UserNotFoundException with the texts of AWS's knowledge center.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-migrate-user.html
 * @see https://repost.aws/knowledge-center/cognito-migration-lambda-trigger-errors
 */
export function readMigrationResponse(
  payload: unknown,
  source: MigrationSource,
  readings: Pick<ReadingsOfOpenQuestions, 'explicitResetRequired'>,
): MigrationResponse | undefined {
  const response = responseOf(payload);
  const attributes = readAttributes(response['userAttributes']);
  if (attributes.size === 0) return undefined;
  const username = attributes.get('username');
  attributes.delete('username');
  return {
    attributes,
    username,
    finalUserStatus: readFinalUserStatus(response['finalUserStatus'], source, readings),
    welcome: readMessageAction(response['messageAction']) === undefined,
    desiredDeliveryMediums: readMediums(response['desiredDeliveryMediums']),
    forceAliasCreation: readBoolean(response['forceAliasCreation']),
    enableSMSMFA: readBoolean(response['enableSMSMFA']),
  };
}

/** A map of strings to strings; AWS's samples never put anything else into it. */
function readAttributes(value: unknown): Map<string, string> {
  if (value === undefined || value === null) return new Map();
  if (!isRecord(value)) throw invalidLambdaResponse();
  return new Map(
    Object.entries(value).map(([name, text]) => {
      if (typeof text !== 'string') throw invalidLambdaResponse();
      return [name, text];
    }),
  );
}

/** "If you don't set this attribute to CONFIRMED, it's set to RESET_REQUIRED." */
function readFinalUserStatus(
  value: unknown,
  source: MigrationSource,
  { explicitResetRequired }: Pick<ReadingsOfOpenQuestions, 'explicitResetRequired'>,
): MigrationResponse['finalUserStatus'] {
  if (value === undefined || value === null) return 'RESET_REQUIRED';
  if (value === 'CONFIRMED') return value;
  const mayBeSaid = explicitResetRequired === 'accepted' || source === 'UserMigration_ForgotPassword';
  if (value === 'RESET_REQUIRED' && mayBeSaid) return value;
  throw userNotFound('Invalid finalUserStatus');
}

function readMessageAction(value: unknown): 'SUPPRESS' | undefined {
  if (value === undefined || value === null) return undefined;
  if (value === 'SUPPRESS') return value;
  throw userNotFound('Invalid messageAction');
}

/** "If you don't set this, it's SMS." */
function readMediums(value: unknown): readonly DeliveryMediumType[] {
  if (value === undefined || value === null) return ['SMS'];
  if (!Array.isArray(value)) throw userNotFound('Invalid desiredDeliveryMediums');
  return value.map((medium) => {
    if (medium !== 'EMAIL' && medium !== 'SMS') throw userNotFound('Invalid desiredDeliveryMediums');
    return medium;
  });
}

function readBoolean(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value !== 'boolean') throw invalidLambdaResponse();
  return value;
}
