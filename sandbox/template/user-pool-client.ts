import {
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import type { CreateResource } from './deployment.ts';
import { physicalName } from './physical-name.ts';
import { asRequest, optionalText, refuseOtherProperties, text } from './properties.ts';

/** Properties that have the same name and shape in CloudFormation and in CreateUserPoolClient. */
const SAME_AS_IN_THE_API = [
  'AccessTokenValidity',
  'AllowedOAuthFlows',
  'AllowedOAuthFlowsUserPoolClient',
  'AllowedOAuthScopes',
  'AuthSessionValidity',
  'CallbackURLs',
  'DefaultRedirectURI',
  'EnablePropagateAdditionalUserContextData',
  'EnableTokenRevocation',
  'ExplicitAuthFlows',
  'GenerateSecret',
  'IdTokenValidity',
  'LogoutURLs',
  'PreventUserExistenceErrors',
  'ReadAttributes',
  'RefreshTokenRotation',
  'RefreshTokenValidity',
  'SupportedIdentityProviders',
  'TokenValidityUnits',
  'UserPoolId',
  'WriteAttributes',
];

/**
 * `AWS::Cognito::UserPoolClient`, on a pool of the template or on one that is there already.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpoolclient.html
 */
export const createUserPoolClient: CreateResource = async (resource, { stackName, cognito }) => {
  refuseOtherProperties(resource, [...SAME_AS_IN_THE_API, 'ClientName']);
  const request = asRequest<CreateUserPoolClientCommandInput>({
    ...resource.properties,
    ClientName: optionalText(resource, 'ClientName') ?? physicalName(stackName, resource.logicalId, 128),
  });
  const { UserPoolClient } = await cognito.send(new CreateUserPoolClientCommand(request));
  const clientId = UserPoolClient?.ClientId ?? '';
  return {
    ref: clientId,
    attributes: {
      ClientId: clientId,
      Name: UserPoolClient?.ClientName ?? '',
      UserPoolId: text(resource, 'UserPoolId'),
      ...(UserPoolClient?.ClientSecret ? { ClientSecret: UserPoolClient.ClientSecret } : {}),
    },
  };
};
