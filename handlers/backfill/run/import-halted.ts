/**
 * The import goes no further before somebody has done something; the message says what. The state machine does not
 * try the step again, and the same run can be resumed.
 */
export class ImportHalted extends Error {
  override readonly name = 'ImportHalted';
}

/** Nothing is wrong, but the execution may not go on for much longer. The same run has to be resumed. */
export class ResumeNeeded extends Error {
  override readonly name = 'ResumeNeeded';
}
