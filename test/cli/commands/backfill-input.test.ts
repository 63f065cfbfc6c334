import { expect, test } from '@jest/globals';
import { inFlags } from '../../../cli/commands/backfill-input.ts';

test.each([
  ['start a new run without runId.', 'start a new run without --resume.'],
  ['start a new run without runId (--resume).', 'start a new run without --resume.'],
  ['Start with "mfaLookup": true (--mfa-lookup).', 'Start with "mfaLookup": true (--mfa-lookup).'],
  ['the setting mfaUsers decides', 'the setting mfaUsers decides'],
  ['Choose acceptMfaLoss or mfaLookup', 'Choose --accept-mfa-loss or --mfa-lookup'],
])('in words of the command line: %s', (message, expected) => {
  expect(inFlags(message)).toBe(expected);
});
