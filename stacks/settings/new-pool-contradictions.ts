import { CONTACTS } from '../../migration/rules.ts';
import type { Contradiction } from './contradictions.ts';
import { MOST_CUSTOM_ATTRIBUTES, RESERVED_ATTRIBUTES } from './custom-attributes.ts';
import { written } from './fields.ts';
import type { NewPoolSettings } from './new-pool.ts';
import { mfaFactors } from './new-pool.ts';

/** Without a code, a mistyped address would replace the one that signs the person in. */
const ofAliases = ({ aliases, autoVerify }: NewPoolSettings): readonly Contradiction[] =>
  CONTACTS.filter(
    (contact) => autoVerify.length > 0 && aliases.includes(contact) && !autoVerify.includes(contact),
  ).map((contact) => ({
    key: 'newPool.aliases',
    reads: ['newPool.aliases', 'newPool.autoVerify'],
    message: `names ${contact}, of which a change would take effect unverified. Add ${contact} to newPool.autoVerify, or remove it here.`,
  }));

const ofAutoVerify = ({ autoVerify }: NewPoolSettings): readonly Contradiction[] =>
  autoVerify.length > 0
    ? []
    : [
        {
          key: 'newPool.autoVerify',
          reads: ['newPool.autoVerify'],
          message:
            'is empty. Name email, phone_number or both: a pool that verifies nothing cannot import anybody.',
        },
      ];

const ofCustomAttributes = ({ customAttributes }: NewPoolSettings): readonly Contradiction[] => {
  const names = customAttributes.map(({ name }) => name);
  const twice = names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [
          {
            key: `newPool.customAttributes[${index}].name`,
            reads: ['newPool.customAttributes'],
            message: `${written(name)} stands there twice. Remove one.`,
          },
        ],
  );
  if (names.length <= MOST_CUSTOM_ATTRIBUTES) return twice;
  return [
    ...twice,
    {
      key: 'newPool.customAttributes',
      reads: ['newPool.customAttributes'],
      message: `has ${names.length} members. Cognito allows 50 custom attributes and the stack adds ${RESERVED_ATTRIBUTES.length}: keep ${MOST_CUSTOM_ATTRIBUTES}.`,
    },
  ];
};

const ofLinkable = ({ linkable, customAttributes }: NewPoolSettings): readonly Contradiction[] =>
  customAttributes.flatMap(({ mutable }, index) =>
    linkable && !mutable
      ? [
          {
            key: `newPool.customAttributes[${index}].mutable`,
            reads: ['newPool.customAttributes', 'newPool.linkable'],
            message:
              'is false, but Cognito links nobody to a provider who has an immutable attribute. Make it mutable, or set newPool.linkable to false.',
          },
        ]
      : [],
  );

const smsWithoutPhone = (newPool: NewPoolSettings): readonly string[] =>
  mfaFactors(newPool).includes('sms') && !newPool.autoVerify.includes('phone_number')
    ? [
        'names sms, but phone numbers are not verified before they change. Add phone_number to newPool.autoVerify, or remove sms.',
      ]
    : [];

const requiredWithoutApp = (newPool: NewPoolSettings): readonly string[] =>
  newPool.mfa === 'required' && !mfaFactors(newPool).includes('totp')
    ? [
        'lacks totp, but newPool.mfa is required: people without that phone number or e-mail address could never sign in. Add totp, or set newPool.mfa to optional.',
      ]
    : [];

const emailWithoutSender = (newPool: NewPoolSettings): readonly string[] => {
  if (!mfaFactors(newPool).includes('email')) return [];
  const complaints: string[] = [];
  if (newPool.emailSender === undefined) {
    complaints.push(
      'names email, for which Cognito needs a sender in Amazon SES. Write newPool.emailSender, or remove email.',
    );
  }
  if (newPool.featurePlan === 'lite') {
    complaints.push(
      'names email, which the feature plan lite lacks. Set newPool.featurePlan to essentials, or remove email.',
    );
  }
  return complaints;
};

const ofMfa = (newPool: NewPoolSettings): readonly Contradiction[] => {
  const factors = mfaFactors(newPool);
  const complaints =
    newPool.mfa === 'off' && factors.length > 0
      ? ['names second factors, but newPool.mfa is off. Set that to optional or required, or remove this.']
      : newPool.mfa !== 'off' && factors.length === 0
        ? [`is empty, but newPool.mfa is ${newPool.mfa}. Name totp, sms or email, or set newPool.mfa to off.`]
        : [...requiredWithoutApp(newPool), ...smsWithoutPhone(newPool), ...emailWithoutSender(newPool)];
  const reads = [
    'newPool.mfa',
    'newPool.mfaFactors',
    'newPool.autoVerify',
    'newPool.emailSender',
    'newPool.featurePlan',
  ];
  return complaints.map((message) => ({ key: 'newPool.mfaFactors', reads, message }));
};

const ofEmailSender = ({ emailSender }: NewPoolSettings): readonly Contradiction[] => {
  if (emailSender?.verifiedDomain === undefined) return [];
  const { fromAddress, verifiedDomain } = emailSender;
  if (fromAddress.endsWith(`@${verifiedDomain}`)) return [];
  return [
    {
      key: 'newPool.emailSender.verifiedDomain',
      reads: ['newPool.emailSender'],
      message: `is ${verifiedDomain}, but the address ${fromAddress} has another domain. Make both the same.`,
    },
  ];
};

/** What does not fit together about the new pool. */
export const newPoolContradictions = (newPool: NewPoolSettings): readonly Contradiction[] => [
  ...ofAutoVerify(newPool),
  ...ofAliases(newPool),
  ...ofCustomAttributes(newPool),
  ...ofLinkable(newPool),
  ...ofMfa(newPool),
  ...ofEmailSender(newPool),
];
