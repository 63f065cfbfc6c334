import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { ICustomAttribute } from 'aws-cdk-lib/aws-cognito';
import {
  AccountRecovery,
  BooleanAttribute,
  DateTimeAttribute,
  FeaturePlan,
  Mfa,
  NumberAttribute,
  StringAttribute,
  UserPool,
  UserPoolEmail,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { CLEAN_UP, GROUPS_CARRIED, SOURCE_SUB, SOURCE_VIA } from '../migration/rules.ts';
import type { CustomAttributeSettings } from './settings/custom-attributes.ts';
import type { NewPoolSettings } from './settings/new-pool.ts';
import { mfaFactors } from './settings/new-pool.ts';
import type { SignUpSettings } from './settings/sign-up.ts';
import { SmsRole } from './sms-role.ts';

/** What the operator decided about the pool that people come to. */
export interface NewUserPoolProps {
  /** What the pool is like. */
  readonly newPool: NewPoolSettings;
  /**
   * Whether people may register themselves.
   * @default closed
   */
  readonly selfSignUp?: SignUpSettings['selfSignUp'];
}

const MFA = { off: Mfa.OFF, optional: Mfa.OPTIONAL, required: Mfa.REQUIRED } as const;

const FEATURE_PLANS = {
  lite: FeaturePlan.LITE,
  essentials: FeaturePlan.ESSENTIALS,
  plus: FeaturePlan.PLUS,
} as const;

/** These texts also carry the code of a forgotten password, so they speak of a code only, not of a new account. */
const CODE_MESSAGES = {
  emailSubject: 'Your verification code',
  emailBody: 'Your verification code is {####}',
  smsMessage: 'Your verification code is {####}',
};

/** CDK adds the prefix itself. */
const withoutPrefix = (name: string): string => name.replace(/^custom:/, '');

const customAttribute = ({ type, min, max, mutable }: CustomAttributeSettings): ICustomAttribute => {
  switch (type) {
    case 'String':
      return new StringAttribute({
        mutable,
        ...(min === undefined ? {} : { minLen: min }),
        ...(max === undefined ? {} : { maxLen: max }),
      });
    case 'Number':
      return new NumberAttribute({
        mutable,
        ...(min === undefined ? {} : { min }),
        ...(max === undefined ? {} : { max }),
      });
    case 'Boolean':
      return new BooleanAttribute({ mutable });
    case 'DateTime':
      return new DateTimeAttribute({ mutable });
  }
};

const schemaOf = ({ customAttributes, linkable }: NewPoolSettings): Record<string, ICustomAttribute> => ({
  [withoutPrefix(SOURCE_SUB)]: new StringAttribute({ mutable: linkable }),
  [withoutPrefix(SOURCE_VIA)]: new StringAttribute({ mutable: linkable }),
  // Written after the person exists. Both are always there: Cognito can add a custom attribute later, but never remove one.
  [withoutPrefix(GROUPS_CARRIED)]: new StringAttribute({ mutable: true }),
  [withoutPrefix(CLEAN_UP)]: new StringAttribute({ mutable: true }),
  ...Object.fromEntries(
    customAttributes.map((attribute) => [withoutPrefix(attribute.name), customAttribute(attribute)]),
  ),
});

const emailOf = ({ emailSender }: NewPoolSettings): UserPoolEmail =>
  emailSender === undefined
    ? UserPoolEmail.withCognito()
    : UserPoolEmail.withSES({
        fromEmail: emailSender.fromAddress,
        ...(emailSender.fromName === undefined ? {} : { fromName: emailSender.fromName }),
        ...(emailSender.verifiedDomain === undefined
          ? {}
          : { sesVerifiedDomain: emailSender.verifiedDomain }),
        ...(emailSender.sesRegion === undefined ? {} : { sesRegion: emailSender.sesRegion }),
      });

const mfaOf = (newPool: NewPoolSettings) => {
  const factors = mfaFactors(newPool);
  return {
    mfa: MFA[newPool.mfa],
    mfaSecondFactor: {
      otp: factors.includes('totp'),
      sms: factors.includes('sms'),
      email: factors.includes('email'),
    },
  };
};

const passwordPolicyOf = ({ passwordPolicy }: NewPoolSettings) => {
  const { temporaryPasswordDays, ...policy } = passwordPolicy;
  return { ...policy, tempPasswordValidity: Duration.days(temporaryPasswordDays) };
};

/** The pool that people come to: they sign in by username and aliases. */
export class NewUserPool extends Construct {
  readonly userPool: UserPool;

  constructor(scope: Construct, id: string, { newPool, selfSignUp = 'closed' }: NewUserPoolProps) {
    super(scope, id);
    const sms = new SmsRole(this, 'Sms');
    const verified = {
      email: newPool.autoVerify.includes('email'),
      phone: newPool.autoVerify.includes('phone_number'),
    };
    this.userPool = new UserPool(this, 'UserPool', {
      userPoolName: newPool.name,
      signInAliases: {
        username: true,
        email: newPool.aliases.includes('email'),
        phone: newPool.aliases.includes('phone_number'),
        preferredUsername: newPool.aliases.includes('preferred_username'),
      },
      signInCaseSensitive: false,
      // Unguarded, a stranger takes the name of somebody who has not moved yet, and the trigger never fires for them.
      selfSignUpEnabled: selfSignUp !== 'closed',
      autoVerify: verified,
      // A new address takes effect only when verified, so that a slip does not lock anybody out.
      keepOriginal: verified,
      userVerification: CODE_MESSAGES,
      accountRecovery: AccountRecovery.EMAIL_AND_PHONE_WITHOUT_MFA,
      customAttributes: schemaOf(newPool),
      ...mfaOf(newPool),
      passwordPolicy: passwordPolicyOf(newPool),
      featurePlan: FEATURE_PLANS[newPool.featurePlan],
      email: emailOf(newPool),
      smsRole: sms.role,
      smsRoleExternalId: sms.externalId,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.acknowledge(newPool);
  }

  /** Findings of cdk-nag that the operator decides about. */
  private acknowledge({ passwordPolicy, mfa, featurePlan }: NewPoolSettings): void {
    const { minLength, requireLowercase, requireUppercase, requireDigits, requireSymbols } = passwordPolicy;
    const strong = requireLowercase && requireUppercase && requireDigits && requireSymbols && minLength >= 8;
    if (!strong) {
      this.accept('COG1', 'The operator chose newPool.passwordPolicy; the default satisfies this rule.');
    }
    if (mfa !== 'required') {
      this.accept(
        'COG2',
        `The operator chose newPool.mfa, here ${mfa}: people who had no second factor keep signing in without one.`,
      );
    }
    if (featurePlan !== 'plus') {
      this.accept(
        'COG8',
        `The operator chose newPool.featurePlan, here ${featurePlan}: it decides the price of every active user.`,
      );
    }
  }

  private accept(rule: string, reason: string): void {
    Validations.of(this.userPool).acknowledge({ id: `AwsSolutions-${rule}`, reason });
  }
}
