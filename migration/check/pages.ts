const GUIDE = 'https://docs.aws.amazon.com/cognito/latest/developerguide';

/** The pages of AWS that the findings rest on. */
export const PAGES = {
  attributeMapping: `${GUIDE}/cognito-user-pools-specifying-attribute-mapping.html`,
  attributes: `${GUIDE}/user-pool-settings-attributes.html`,
  caseSensitivity: `${GUIDE}/user-pool-case-sensitivity.html`,
  clients: `${GUIDE}/user-pool-settings-client-apps.html`,
  customChallenges: `${GUIDE}/user-pool-lambda-challenge.html`,
  deletionProtection: `${GUIDE}/user-pool-settings-deletion-protection.html`,
  devices: `${GUIDE}/amazon-cognito-user-pools-device-tracking.html`,
  email: `${GUIDE}/user-pool-email.html`,
  errors: `${GUIDE}/cognito-user-pool-managing-errors.html`,
  federation: `${GUIDE}/cognito-user-pools-identity-federation.html`,
  flows: `${GUIDE}/amazon-cognito-user-pools-authentication-flow-methods.html`,
  groups: `${GUIDE}/cognito-user-pools-user-groups.html`,
  importFile: `${GUIDE}/cognito-user-pools-using-import-tool.html`,
  importTrigger: `${GUIDE}/cognito-user-pools-import-using-lambda.html`,
  managedLogin: `${GUIDE}/cognito-user-pools-managed-login.html`,
  mfa: `${GUIDE}/user-pool-settings-mfa.html`,
  migrateTrigger: `${GUIDE}/user-pool-lambda-migrate-user.html`,
  passwords: `${GUIDE}/managing-users-passwords.html`,
  permissions:
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncognitouserpools.html',
  postConfirmation: `${GUIDE}/user-pool-lambda-post-confirmation.html`,
  preSignUp: `${GUIDE}/user-pool-lambda-pre-sign-up.html`,
  quotas: `${GUIDE}/quotas.html`,
  schemaInTemplates:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpool.html',
  secretHash: `${GUIDE}/signing-up-users-in-your-app.html`,
  signUp: `${GUIDE}/user-pool-settings-admin-create-user-policy.html`,
  sms: `${GUIDE}/user-pool-sms-settings.html`,
  threatProtection: `${GUIDE}/cognito-user-pool-settings-threat-protection.html`,
  tokens: `${GUIDE}/user-pool-lambda-pre-token-generation.html`,
  triggers: `${GUIDE}/cognito-user-pools-working-with-lambda-triggers.html`,
} as const;
