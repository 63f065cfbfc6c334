import {
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import type { CreateResource, ResolvedResource } from './deployment.ts';
import { physicalName } from './physical-name.ts';
import { asList, asRequest, optionalText, refuseOtherProperties } from './properties.ts';

/** Properties that have the same name and shape in CloudFormation and in CreateUserPool. */
const SAME_AS_IN_THE_API = [
  'AccountRecoverySetting',
  'AdminCreateUserConfig',
  'AliasAttributes',
  'AutoVerifiedAttributes',
  'DeletionProtection',
  'DeviceConfiguration',
  'EmailConfiguration',
  'EmailVerificationMessage',
  'EmailVerificationSubject',
  'LambdaConfig',
  'Policies',
  'Schema',
  'SmsAuthenticationMessage',
  'SmsConfiguration',
  'SmsVerificationMessage',
  'UserAttributeUpdateSettings',
  'UserPoolAddOns',
  'UserPoolTags',
  'UserPoolTier',
  'UsernameAttributes',
  'UsernameConfiguration',
  'VerificationMessageTemplate',
];

/**
 * `AWS::Cognito::UserPool`: CreateUserPool, then SetUserPoolMfaConfig for the methods that only that operation knows.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpool.html
 */
export const createUserPool: CreateResource = async (resource, { stackName, cognito, target }) => {
  refuseOtherProperties(resource, [
    ...SAME_AS_IN_THE_API,
    'EnabledMfas',
    'EmailAuthenticationMessage',
    'EmailAuthenticationSubject',
    'MfaConfiguration',
    'UserPoolName',
  ]);
  const same = Object.entries(resource.properties).filter(([name]) => SAME_AS_IN_THE_API.includes(name));
  const request = asRequest<CreateUserPoolCommandInput>({
    ...Object.fromEntries(same),
    PoolName: optionalText(resource, 'UserPoolName') ?? physicalName(stackName, resource.logicalId, 128),
  });
  const { UserPool } = await cognito.send(new CreateUserPoolCommand(request));
  const id = UserPool?.Id ?? '';
  const mfa = mfaRequest(resource, id);
  if (mfa) await cognito.send(new SetUserPoolMfaConfigCommand(mfa));
  const providerName = `cognito-idp.${target.region}.amazonaws.com/${id}`;
  return {
    ref: id,
    attributes: {
      Arn: UserPool?.Arn ?? '',
      ProviderName: providerName,
      ProviderURL: `https://${providerName}`,
      UserPoolId: id,
    },
  };
};

/** `undefined` where the pool has no MFA. */
function mfaRequest(
  resource: ResolvedResource,
  UserPoolId: string,
): SetUserPoolMfaConfigCommandInput | undefined {
  const mode = optionalText(resource, 'MfaConfiguration') ?? 'OFF';
  if (mode === 'OFF') return undefined;
  const methods = asList(resource.properties['EnabledMfas']);
  const { SmsConfiguration, EmailAuthenticationMessage, EmailAuthenticationSubject } = resource.properties;
  return asRequest<SetUserPoolMfaConfigCommandInput>({
    UserPoolId,
    MfaConfiguration: mode,
    ...(methods.includes('SMS_MFA') ? { SmsMfaConfiguration: { SmsConfiguration } } : {}),
    ...(methods.includes('SOFTWARE_TOKEN_MFA') ? { SoftwareTokenMfaConfiguration: { Enabled: true } } : {}),
    ...(methods.includes('EMAIL_OTP')
      ? {
          EmailMfaConfiguration: { Message: EmailAuthenticationMessage, Subject: EmailAuthenticationSubject },
        }
      : {}),
  });
}
