import type { Case } from '../../support/check-cases.ts';
import { describeFaults, withNew, withOld } from '../../support/check-cases.ts';
import { aNewPool, anOldPool, aSurvey, theSettings } from '../../support/check-survey.ts';

describeFaults('a fault about custom attributes', [
  [
    'the new pool lacks the link',
    'source-attributes-missing',
    'blocker',
    withNew({ schema: aNewPool().schema.filter(({ name }) => name === 'custom:plan') }),
  ],
  [
    'the link could be changed',
    'source-attributes-missing',
    'blocker',
    withNew({ schema: aNewPool().schema.map((attribute) => ({ ...attribute, mutable: true })) }),
  ],
  ...['custom:source_via', 'custom:groups_carried', 'custom:clean_up'].map(
    (missing): Case => [
      `the new pool lacks ${missing}`,
      'source-attributes-missing',
      'blocker',
      withNew({ schema: aNewPool().schema.filter(({ name }) => name !== missing) }),
    ],
  ),
  [
    'what is noted later could never be',
    'source-attributes-missing',
    'blocker',
    withNew({ schema: aNewPool().schema.map((attribute) => ({ ...attribute, mutable: false })) }),
  ],
  [
    'a custom attribute is missing',
    'custom-attributes-missing',
    'warning',
    withOld({
      schema: [
        ...anOldPool().schema,
        { name: 'custom:legacy', type: 'String', required: false, mutable: true },
      ],
    }),
  ],
  [
    'a text is shorter',
    'custom-attributes-tighter',
    'warning',
    aSurvey({
      settings: theSettings({
        newPool: { customAttributes: [{ name: 'custom:plan', type: 'String', max: 20, mutable: true }] },
      }),
    }),
  ],
  [
    'a text must be longer',
    'custom-attributes-tighter',
    'warning',
    aSurvey({
      settings: theSettings({
        newPool: {
          customAttributes: [{ name: 'custom:plan', type: 'String', min: 2, max: 4096, mutable: true }],
        },
      }),
    }),
  ],
  [
    'a number is smaller',
    'custom-attributes-tighter',
    'warning',
    aSurvey({
      oldPool: anOldPool({
        schema: [{ name: 'custom:plan', type: 'Number', required: false, mutable: true, max: 9 }],
      }),
      settings: theSettings({
        newPool: {
          customAttributes: [{ name: 'custom:plan', type: 'Number', min: 1, max: 5, mutable: true }],
        },
      }),
    }),
  ],
  [
    'an attribute has another type',
    'custom-attributes-type',
    'warning',
    aSurvey({
      settings: theSettings({
        newPool: { customAttributes: [{ name: 'custom:plan', type: 'Number', mutable: true }] },
      }),
    }),
  ],
  [
    'an attribute can no longer change',
    'custom-attributes-immutable',
    'warning',
    aSurvey({
      settings: theSettings({
        newPool: { customAttributes: [{ name: 'custom:plan', type: 'String', mutable: false }] },
      }),
    }),
  ],
  [
    'developer-only attributes',
    'developer-attributes',
    'note',
    withOld({
      schema: [
        ...anOldPool().schema,
        { name: 'dev:custom:crm', type: 'String', required: false, mutable: true },
      ],
    }),
  ],
]);
