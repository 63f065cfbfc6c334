import { expect, test } from '@jest/globals';
import { appWithoutBundling } from './synthesize.ts';

interface Flag {
  readonly userValue?: unknown;
  readonly recommendedValue: unknown;
  /** By major version of the CDK. */
  readonly unconfiguredBehavesLike?: { readonly v2?: unknown };
}

/** Otherwise the CDK says after every synthesis how many there are. */
test('cdk.json decides every feature flag that does not behave as recommended by itself', () => {
  const { artifacts = {} } = appWithoutBundling().synth().manifest;
  const report = Object.values(artifacts).find(({ type }) => type === 'cdk:feature-flag-report');
  const { flags } = report!.properties as { flags: Record<string, Flag> };
  const undecided = Object.entries(flags).filter(
    ([, { userValue, recommendedValue, unconfiguredBehavesLike }]) =>
      userValue === undefined && recommendedValue !== (unconfiguredBehavesLike?.v2 ?? false),
  );
  expect(undecided.map(([name]) => name)).toEqual([]);
});
